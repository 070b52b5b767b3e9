/** The record of a report as `PUT /api/anomalies/<uuid>` takes it, read from the form and the photos taken. */
export function recordOf(form, { shots = [], position, startedAt, now }) {
  const answers = new FormData(form);
  return {
    ...item(form, answers),
    category: answers.get("category") ?? form.dataset.categoryOtherwise,
    ...given(answers, ["sub_category", "circumstance", "description", "address"]),
    criticality: now ? "red" : answers.get("criticality"),
    occurred_at: startedAt.toISOString(),
    position,
    ...(now ? { photos_later: true } : {}),
    photos: shots.map(({ id, sha256, guide }) => (guide ? { id, sha256, guide } : { id, sha256 })),
  };
}

function item(form, answers) {
  const equipment = form.dataset.equipment || answers.get("equipment");
  if (equipment) return { equipment_id: equipment };
  const plate = answers.get("plate")?.trim();
  return {
    provisional: {
      family: answers.get("family"),
      ...(plate ? { plate, ...given(answers, ["plate_country"]) } : {}),
      description: answers.get("item_description")?.trim() ?? "",
    },
  };
}

function given(answers, names) {
  const values = names.map((name) => [name, answers.get(name)?.trim()]);
  return Object.fromEntries(values.filter(([, value]) => value));
}
