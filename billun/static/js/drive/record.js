/** The record of a report as `PUT /api/anomalies/<uuid>` takes it, read from the form and the photos taken. */
export function recordOf(form, { shots = [], position, startedAt, now }) {
  const answers = new FormData(form);
  return {
    ...item(form, answers),
    category: answers.get("category") ?? form.dataset.categoryOtherwise,
    ...given(answers, ["sub_category", "spot", "circumstance", "description", "address"]),
    criticality: now ? "red" : answers.get("criticality"),
    occurred_at: startedAt.toISOString(),
    position,
    ...(now ? { photos_later: true } : {}),
    photos: announced(shots),
  };
}

/** What a sighting says, as `POST /api/anomalies/<id>/sightings` takes it. */
export function sightingOf(form, { id, shots = [], position, startedAt }) {
  const answers = new FormData(form);
  const kind = answers.get("kind");
  const said = kind === "worse" ? { ...given(answers, ["criticality", "comment"]), photos: announced(shots) } : { photos: [] };
  return { id, kind, seen_at: startedAt.toISOString(), position, ...said };
}

/** The parts of an entry of the outbox that say what it is about, in words. */
export function aboutOf(form, record) {
  const chosen = form.querySelector('[name="equipment"]:checked');
  const plate = record.provisional?.plate ?? record.provisional?.description ?? "";
  return { equipment: equipmentOf(form) ?? (chosen && equipmentOf(chosen)) ?? { title: plate }, label: labelOf(form) };
}

/** The item that the page, or a choice of it, is about, with what describes it where it is in no list any more; null for an unknown one. */
export function equipmentOf({ dataset }) {
  const { equipment: id, billunId: billun_id, title, family, plate, plateCountry: plate_country } = dataset;
  return id ? { id, billun_id, title, family, plate, plate_country } : null;
}

function labelOf(form) {
  const words = ["category", "sub_category"].map((name) => form.querySelector(`[name="${name}"]:checked:enabled`));
  const chosen = words.filter((choice) => choice?.value && !choice.matches(":disabled")).map(({ dataset }) => dataset.label);
  return chosen.join(" · ") || form.dataset.label;
}

// In a hurry nobody is asked anything: what was not said yet stays empty.
function item(form, answers) {
  const equipment = form.dataset.equipment || answers.get("equipment");
  if (equipment) return { equipment_id: equipment };
  const plate = answers.get("plate")?.trim();
  return {
    provisional: {
      family: answers.get("family") ?? form.dataset.familyOtherwise,
      ...(plate ? { plate, ...given(answers, ["plate_country"]) } : {}),
      description: answers.get("item_description")?.trim() ?? "",
    },
  };
}

const announced = (shots) => shots.map(({ id, sha256, guide }) => (guide ? { id, sha256, guide } : { id, sha256 }));

function given(answers, names) {
  const values = names.map((name) => [name, answers.get(name)?.trim()]);
  return Object.fromEntries(values.filter(([, value]) => value));
}
