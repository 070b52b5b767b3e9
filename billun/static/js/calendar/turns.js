// Changes of one job go to the server one after the other: each is made on what the one before it left.

const turns = new Map();

/** Calls `work` with the job as it is once what was sent of it before is answered, and gives its answer on. */
export function inTurn(job, work) {
  const before = turns.get(job.id) ?? Promise.resolve(job);
  const present = before.then((known) => (known.version > job.version ? { ...job, ...known } : job));
  const answered = present.then(work);
  turns.set(job.id, Promise.all([present, answered]).then(([known, after]) => after || known, () => job));
  return answered;
}
