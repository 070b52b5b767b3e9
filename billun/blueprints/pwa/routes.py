"""The addresses that browsers and Android look for at the root."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, json, jsonify, render_template
from flask.typing import ResponseReturnValue

from billun.blueprints.access import anyone
from billun.blueprints.pwa.manifest import manifest

pwa = Blueprint("pwa", __name__)


@pwa.get("/manifest.webmanifest")
@anyone
def web_manifest() -> ResponseReturnValue:
    return Response(json.dumps(manifest()), mimetype="application/manifest+json")


@pwa.get("/service-worker.js")
@anyone
def service_worker() -> ResponseReturnValue:
    """The worker with the list of what it keeps; the browser asks for it anew each time."""
    files = current_app.extensions["billun_kept_files"]
    script = render_template("pwa/service-worker.js", files=files)
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return Response(script, mimetype="text/javascript", headers=headers)


@pwa.get("/offline")
@anyone
def offline() -> ResponseReturnValue:
    """What stands in for a page that was not kept. The same for everybody: it outlives a sign-out."""
    return render_template("pwa/offline.html", me=None)


@pwa.get("/.well-known/assetlinks.json")
@anyone
def asset_links() -> ResponseReturnValue:
    """The Android package that may show this site without the browser's bar; none without its certificates."""
    settings = current_app.extensions["billun_settings"]
    if not settings.android_certificates:
        return jsonify([])
    target = {
        "namespace": "android_app",
        "package_name": settings.android_package,
        "sha256_cert_fingerprints": list(settings.android_certificates),
    }
    relation = ["delegate_permission/common.handle_all_urls"]
    return jsonify([{"relation": relation, "target": target}])
