// What every page of a member does for the app: the service worker, its updates, its installation, and leaving it.
import "billun/offline/installing";
import "billun/offline/registration";
import "billun/offline/shells";
import "billun/offline/versions";
import "billun/back";
import "billun/sign-out";
import { forgetOthers } from "billun/offline/forgetting";

forgetOthers();
