/**
 * The shots that a category asks for. The page lists every guide once ([data-guide] with label, help and outline)
 * and each category names its own; the places for photos are redrawn when the category changes.
 */
export class Guides {
  constructor(block) {
    this.block = block;
    this.known = new Map([...block.querySelectorAll("[data-guide]")].map((guide) => [guide.dataset.guide, guide]));
    this.keys = placesIn(block.querySelector("[data-places]")).map((place) => place.dataset.slot);
  }

  /** Takes the drawings of the kind, else of the family: a trailer is met from another side than a lorry. */
  ofFamily(family, kind) {
    Object.assign(this, { family, kind });
    this.follow(this.keys);
  }

  /** Takes the guides of the category, in their order, for every list of places of the block. */
  follow(keys) {
    this.keys = keys.filter((key) => this.known.has(key));
    for (const list of this.block.querySelectorAll("[data-places]")) this.#redraw(list);
  }

  /** Writes label, help and outline of the guide into the parts that ask for them; without one the general words. */
  describe(place, key) {
    const guide = this.known.get(key) ?? this.known.get("");
    for (const part of place.querySelectorAll("[data-guide-label]")) part.textContent = guide.dataset.label;
    for (const part of place.querySelectorAll("[data-guide-help]")) part.textContent = guide.dataset.help;
    for (const part of place.querySelectorAll("[data-guide-outline]")) outline(part, this.#drawing(guide));
  }

  #drawing({ dataset }) {
    const outlines = JSON.parse(dataset.outlines ?? "{}");
    return outlines[this.kind] ?? outlines[this.family] ?? dataset.outline;
  }

  #redraw(list) {
    const places = placesIn(list);
    const kept = this.keys.map((_, number) => places[number] ?? list.appendChild(places[0].cloneNode(true)));
    places.filter((place) => !kept.includes(place)).forEach((place) => place.remove());
    kept.forEach((place, number) => {
      place.dataset.slot = this.keys[number];
      this.describe(place, this.keys[number]);
    });
  }
}

const placesIn = (block) => [...block.querySelectorAll("[data-slot]")];

function outline(picture, address) {
  picture.hidden = !address;
  if (address) picture.src = address;
}
