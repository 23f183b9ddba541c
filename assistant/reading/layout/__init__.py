"""From characters on a sheet to blocks in reading order. Pure geometry: nothing here knows PDFium.

All places are points, x to the right and y down, in a frame in which most of the page's text runs from left to right.
"""
