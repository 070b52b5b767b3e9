import "billun/offline/badge";
import "billun/offline/strip";
import "billun/offline/flushing";
import "billun/offline/installation";
/** The whole outbox at work in a page. */
