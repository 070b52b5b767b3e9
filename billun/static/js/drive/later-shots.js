/**
 * Photos taken once the record is known to the server: they are sent at once. One that was refused gives its place
 * to what was taken instead of it.
 */
export function sendLaterShots(shots, report, outbox) {
  shots.addEventListener("change", () => {
    if (!report.accepted) return;
    const taken = shots.all;
    const is = (photo) => (other) => other.id === photo.id;
    const kept = report.photos.filter((photo) => photo.state !== "refused" || taken.some(is(photo)));
    const fresh = taken.filter((shot) => !report.photos.some(is(shot)));
    report.photos = [...kept, ...fresh.map((shot) => ({ ...shot, state: "waiting" }))];
    outbox.add(report);
  });
}
