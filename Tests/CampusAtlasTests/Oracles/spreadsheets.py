"""Writes the workbooks of the tests with openpyxl 3.1.5 (Python 3.11), from geodata/low_code.csv.

low_dates.xlsx       every code that is a day when it is read as day, month and year, in a cell that is that day:
                     sheet "affiche" shows `dd mm yy`, sheet "jour" `dd/mm/yyyy`, sheet "local" the machine's own form
                     (number format 14), sheet "iso" `yyyy-mm-dd`.
low_dates_1904.xlsx  the same, counted from 1904, in form "local".
register.xlsx        a register as haulers and staff keep them, with the defects that the tests name.
"""
import csv, datetime, pathlib, openpyxl

here = pathlib.Path(__file__).parent
with open(here / "../../../geodata/low_code.csv", encoding="utf-8") as file:
    codes = [row["code"] for row in csv.DictReader(file, delimiter=";")]


def day(code):
    d, m, y = (int(part) for part in code[:8].split())
    try:
        return datetime.date(2000 + y if y < 30 else 1900 + y, m, d)  # as spreadsheets read two digits
    except ValueError:
        return None


def fill(sheet, form):
    sheet.append(["date", "code déchet", "attendu", "kg"])
    for code in codes:
        if date := day(code):
            sheet.append([datetime.date(2026, 4, 7), date, code, 1])
            sheet.cell(sheet.max_row, 1).number_format = "dd/mm/yyyy"
            sheet.cell(sheet.max_row, 2).number_format = form


book = openpyxl.Workbook()
book.active.title = "affiche"
fill(book["affiche"], "dd mm yy")
fill(book.create_sheet("jour"), "dd/mm/yyyy")
fill(book.create_sheet("local"), "mm-dd-yy")  # openpyxl's name of number format 14
fill(book.create_sheet("iso"), "yyyy-mm-dd")
book.save(here / "low_dates.xlsx")

book = openpyxl.Workbook()
book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
fill(book.active, "mm-dd-yy")
book.save(here / "low_dates_1904.xlsx")

book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Registre 2026"
sheet.append([None, None, "Total", 22.7])
sheet.append(["Date", "Code déchet", "Poids (kg)", "Remarque", "N° bon"])
sheet.append([datetime.date(2026, 4, 7), datetime.date(2001, 3, 20), 7.2, None, "A1"])
sheet["B3"].number_format = "dd mm yy"
sheet.append([None, "17 04 09*", 0.1 + 0.2, None, "A2"])
sheet.append([None, "20 01 01", "12,5 kg", "poids raturé", "A3"])
sheet.append(['"', 200108, "5 lb", None, "A4"])
sheet.append([None, datetime.date(2002, 1, 20), "<95 kg", None, "A5"])
sheet.append([])
sheet.append([None, "20 01 37", "3", None, "A6", None, "légende"])
sheet.append(["Total", None, 22.7])
sheet.merge_cells("A3:A5")
book.create_sheet("Notes").append(["rien"])
book.save(here / "register.xlsx")
print(sum(day(code) is not None for code in codes), "dates of", len(codes))
