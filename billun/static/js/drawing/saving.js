// Sends the drawing under an id of its own: sent twice it is one, and changed shapes are another drawing.

import { uuidv7 } from "uuidv7";

import { ownMembership, pageToken } from "billun/offline/page";
import { Post } from "billun/offline/post";
import { Session } from "billun/offline/session";

export function saveFrom(page, board) {
  const { photo, back, textEmpty, textUnreachable, textSignedOut } = page.dataset;
  const button = page.querySelector("[data-save]");
  const trouble = page.querySelector("[data-trouble]");
  const post = new Post(new Session({ token: pageToken(), membership: ownMembership() }));
  let sent = { text: null, id: null };
  let isDone = false;

  button.addEventListener("click", save);
  addEventListener("beforeunload", (event) => {
    if (!isDone && drawnShapes(board).length > 0) event.preventDefault();
  });

  async function save() {
    const shapes = drawnShapes(board);
    if (shapes.length === 0) return say(textEmpty);
    say("");
    button.disabled = true;
    const verdict = await post.record(entry(shapes));
    button.disabled = false;
    if (verdict.kind !== "accepted") return say(wordsFor(verdict));
    isDone = true;
    location.assign(back);
  }

  function entry(shapes) {
    const text = JSON.stringify(shapes);
    if (sent.text !== text) sent = { text, id: uuidv7() };
    return { id: sent.id, url: `/api/photos/${photo}/drawings/${sent.id}`, method: "PUT", record: { shapes } };
  }

  function wordsFor({ kind, detail }) {
    return { "signed-out": textSignedOut, refused: detail }[kind] || textUnreachable;
  }

  function say(text) {
    trouble.textContent = text;
    trouble.hidden = !text;
  }
}

const drawnShapes = (board) => board.shapes.filter(({ kind, text }) => kind !== "text" || text.trim());
