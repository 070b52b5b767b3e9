import { titleOf } from "billun/drive/draw";
import { byId, catalogue, ownReports } from "billun/offline/fleet";
import { worded } from "billun/offline/wording";

/**
 * What an entry of the outbox is about, in the language of the page: its damage as the catalogue calls it, else what it
 * is, as `place` has it (data-text-stop, data-text-walk-around). Where the phone does not know the damage, or has no
 * catalogue yet, the words of the moment in which it was made stand.
 */
export async function wordsOf(entry, place) {
  if (entry.kind === "walk_around") return worded(place, "walk-around");
  const damage = await damageOf(entry);
  if (damage && isStop(entry, damage)) return worded(place, "stop");
  return damage && (await catalogue()) ? titleOf(damage) : entry.label;
}

// A report says it itself; a word on damage and photos alone name the anomaly that they go to.
async function damageOf({ record, anomaly, equipment }) {
  if (record?.category) return record;
  const item = equipment?.id && (await byId(equipment.id));
  return [...(item?.anomalies ?? []), ...(await ownReports())].find(({ id }) => id === anomaly);
}

// In a hurry nobody says what is wrong.
const isStop = ({ urgent }, { category, sub_category }) => urgent && category === "other" && !sub_category;
