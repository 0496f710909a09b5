"""Converts through a running unoserver, as its manual says; run by the Python that has unoserver.

Argument: the port. A line of standard input is a Word file's path; the answer is that of the PDF.
"""

import sys

from unoserver.client import UnoClient

client = UnoClient(port=sys.argv[1])
for line in sys.stdin:
    source = line.rstrip("\n")
    target = source.removesuffix(".docx") + ".pdf"
    client.convert(inpath=source, outpath=target, convert_to="pdf")
    sys.stdout.write(target + "\n")
    sys.stdout.flush()
