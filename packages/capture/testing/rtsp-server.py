"""An RTSP server on a port of this machine, by GStreamer's library: PORT [private]. Prints "ready" when it listens.

/jpeg is a moving ball as JPEG, /vp8 the same as VP8: 320x240, 15 frames per second. With `private`, only “bob” with the
password “secret” can read them.
"""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

Gst.init(None)
BALL = "videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=15/1"
PIPELINES = {
    "/jpeg": f"( {BALL} ! jpegenc ! rtpjpegpay name=pay0 pt=26 )",
    "/vp8": f"( {BALL} ! vp8enc deadline=1 keyframe-max-dist=15 ! rtpvp8pay name=pay0 pt=96 )",
}

server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(sys.argv[1])

if "private" in sys.argv:
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "known")
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic("bob", "secret"), token)
    server.set_auth(auth)

for path, pipeline in PIPELINES.items():
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(pipeline)
    factory.set_shared(True)
    permissions = Gst.Structure.new_from_string("known, media.factory.access=true, media.factory.construct=true")
    factory.add_role_from_structure(permissions)
    server.get_mount_points().add_factory(path, factory)

server.attach(None)
print("ready", flush=True)
GLib.MainLoop().run()
