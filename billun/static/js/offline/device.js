import { database } from "billun/offline/database";

/**
 * Which installation of the app sends something in the name of `membership`, as a header: it becomes part of the
 * evidence. A phone that has not introduced itself yet, or cannot be read, names none: nothing waits for that.
 */
export async function deviceHeader(membership) {
  try {
    const { [membership]: own } = (await (await database()).get("meta", "installation")) ?? {};
    return own?.id ? { "X-Billun-Device": own.id } : {};
  } catch {
    return {};
  }
}
