"""usage: make_pdf.py [--pictures] < TEXT > FILE.pdf

A PDF with a line of standard input on each line, 40 lines a page, in a Chinese font that
is not embedded: to read it pdftotext needs the tables of poppler-data.  --pictures: the
same number of pages without text."""
import sys

lines = sys.stdin.buffer.read().decode("utf-8").splitlines()
pages = [lines[at:at + 40] for at in range(0, len(lines), 40)] or [[]]
objects = {1: "<</Type/Catalog/Pages 2 0 R>>",
           3: "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H"
              "/DescendantFonts[4 0 R]>>",
           4: "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
              "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>"
              "/FontDescriptor 5 0 R/DW 1000>>",
           5: "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 900]"
              "/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 800/StemV 90>>"}
kids = []
for number, page in enumerate(pages):
    at = 6 + 2 * number
    kids.append(f"{at} 0 R")
    shown = "" if "--pictures" in sys.argv else "".join(
        f"<{line.encode('utf-16-be').hex()}> Tj T*\n" for line in page)
    content = f"BT /F 10 Tf 14 TL 40 780 Td\n{shown}ET\n"
    objects[at] = (f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 900 842]/Contents {at + 1} 0 R"
                   "/Resources<</Font<</F 3 0 R>>>>>>")
    objects[at + 1] = f"<</Length {len(content)}>>stream\n{content}endstream"
objects[2] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
out = b"%PDF-1.4\n"
places = {}
for number in sorted(objects):
    places[number] = len(out)
    out += f"{number} 0 obj\n{objects[number]}\nendobj\n".encode()
table = len(out)
out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
out += b"".join(b"%010d 00000 n \n" % places[number] for number in sorted(objects))
out += f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n".encode()
sys.stdout.buffer.write(out)
