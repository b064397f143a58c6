"""The cost of encoding and decoding a frame with OpenCV. Arguments: input file, quality, repetitions, file for the pixels."""

import json
import sys
import time

import cv2

input_file, quality, times, decoded = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
cv2.setNumThreads(1)
# The default subsampling is 4:2:0.
options = [cv2.IMWRITE_JPEG_QUALITY, quality]
image = cv2.imread(input_file)
_, encoded = cv2.imencode(".jpg", image, options)


def cost(call):
    for _ in range(5):
        call()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(times):
        call()
    return {
        "ms": (time.perf_counter() - wall) * 1000 / times,
        "cpuMs": (time.process_time() - cpu) * 1000 / times,
    }


with open(decoded, "wb") as file:
    file.write(cv2.cvtColor(cv2.imdecode(encoded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB).tobytes())
print(
    json.dumps(
        {
            "bytes": len(encoded),
            "encode": cost(lambda: cv2.imencode(".jpg", image, options)),
            "decode": cost(lambda: cv2.imdecode(encoded, cv2.IMREAD_COLOR)),
        }
    )
)
