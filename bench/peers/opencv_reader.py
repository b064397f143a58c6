"""A reader of bench/readers.ts: reads a stream with OpenCV, and writes the part of each picture that the blocks are in.

python3 opencv_reader.py URL LEFT TOP WIDTH HEIGHT ACROSS DOWN
"""

import sys

import cv2

url = sys.argv[1]
left, top, width, height, across, down = map(int, sys.argv[2:])
capture = cv2.VideoCapture(url)
if not capture.isOpened():
    sys.exit(f"OpenCV cannot open {url}.")
while True:
    there, picture = capture.read()
    if not there:
        break
    grey = cv2.cvtColor(picture[top : top + height, left : left + width], cv2.COLOR_BGR2GRAY)
    sys.stdout.buffer.write(cv2.resize(grey, (across, down), interpolation=cv2.INTER_AREA).tobytes())
    sys.stdout.buffer.flush()
