import { forgetAll } from "billun/offline/forgetting";

/**
 * On the sign-in page: finishes the forgetting of somebody who signed out. A session that ended by itself loses nothing here:
 * the driver may still report without network, and whoever signs in as somebody else clears the pages then.
 */
if (localStorage.getItem("billun-signed-out")) {
  await forgetAll();
  localStorage.removeItem("billun-signed-out");
}
