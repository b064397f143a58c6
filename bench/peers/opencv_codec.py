"""What OpenCV takes to encode and decode a picture: WHAT PICTURE QUALITY TIMES DECODED-FILE, prints JSON."""

import json
import sys
import time

import cv2

what, picture, quality, times, decoded = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
cv2.setNumThreads(1)
# Its subsampling is 4:2:0 unless told otherwise.
options = [cv2.IMWRITE_JPEG_QUALITY, quality]
image = cv2.imread(picture)
_, encoded = cv2.imencode(".jpg", image, options)


def encode():
    cv2.imencode(".jpg", image, options)


def decode():
    cv2.imdecode(encoded, cv2.IMREAD_COLOR)


if what == "both":
    with open(decoded, "wb") as file:
        file.write(cv2.cvtColor(cv2.imdecode(encoded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB).tobytes())
    print(json.dumps({"bytes": len(encoded)}))
else:
    work = encode if what == "encode" else decode
    for _ in range(5):
        work()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        work()
    print(
        json.dumps(
            {
                "ms": (time.perf_counter() - wall) * 1000 / times,
                "cpuMs": (time.process_time() - cpu) * 1000 / times,
            }
        )
    )
