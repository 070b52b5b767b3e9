import { forgetAll } from "billun/offline/forgetting";
import { ownMembership } from "billun/offline/page";

/**
 * On the sign-in page: finishes the forgetting of somebody who signed out, once nobody is signed in (else sign-out.js ends
 * that first). A session that ended by itself loses nothing here: the driver may still report without network, and whoever
 * signs in as somebody else clears the pages then.
 */
if (localStorage.getItem("billun-signed-out") && !ownMembership()) {
  await forgetAll();
  localStorage.removeItem("billun-signed-out");
}
