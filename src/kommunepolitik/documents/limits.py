"""How much is read of a file: what is more takes many seconds or more memory than a computer has to spare.

Each limit is above what a municipality or Statistics Denmark makes. What it costs was measured in seconds of one core.
"""

from typing import Final

MAX_SIZE: Final = 20_000_000
"""The most bytes of a document, a table of policies, a form or a JSON-stat file; the largest policy has one million."""
MAX_SIZE_OF_FIGURES: Final = 50_000_000
"""The most bytes of a CSV file or workbook of figures; as CSV, some million figures."""
MAX_SIZE_OF_SETTINGS: Final = 500_000
"""The most bytes of a small TOML file; settings have a few lines, a theme with all words some thousand."""

# Documents

MAX_DEPTH: Final = 64
"""Documents nested deeper than this are refused; a policy needs a dozen levels."""
MAX_VALUES: Final = 500_000
"""The most values of a document; a large policy has some thousand, and each takes 600 bytes while it is read."""
MAX_DOTS: Final = 100
"""The most dots in a line of TOML; the parser's time and memory grow with the square of the dots in a key."""

# Workbooks, before they are parsed

MAX_PART: Final = 150_000_000
"""The most bytes of a part of a workbook, unpacked; a cell has about forty."""
MAX_MARKS: Final = 18_000_000
"""The most marks of XML (`<`) in the parts of a workbook that are read; a cell with a value has four to six."""
MAX_MARKS_OF_STYLES: Final = 1_000_000
"""The same for the parts that name sheets and formats, which are kept as trees; Excel has 65,490 formats at most."""
MAX_MARKS_OF_ODS: Final = 5_000_000
"""The same for .ods, which is kept as a tree until its sheet ends; 150 bytes each."""
MAX_MARKS_OF_TABLES: Final = 3_500_000
"""The same for tables of policies, which are read cell by cell: those of the most values that a document may have."""
MAX_RATIO: Final = 110
"""No table made by people is compressed this much; 100,000 equal rows are 10 times smaller in .xlsx, 58 in .ods."""

# Tables of figures

MAX_ROWS: Final = 1_048_576
"""The rows of a sheet in Excel; a small file may name a cell beyond them."""
MAX_COLUMNS: Final = 16_384
"""The columns of a sheet in Excel, which are the most of a CSV file too."""
MAX_CELLS: Final = 6_000_000
"""The most cells of a table: all figures of the country, 441,000, with a dozen columns; a cell takes about 60 bytes."""
MAX_FIGURES: Final = 1_500_000
"""The most rows of a CSV or Parquet file, or of the sheets of an .ods workbook; each takes about 500 bytes."""
MAX_EXTENT: Final = 2 * MAX_CELLS
"""The most cells that the sheets of a workbook reach over together, with the empty ones; each takes 40 bytes."""
MAX_SHEETS: Final = 1_000
"""The most sheets of a workbook."""
MAX_MERGED: Final = 100_000
"""The most merged ranges of a sheet."""
MAX_CELLS_OF_CUBE: Final = 1_000_000
"""The most cells that Statistikbanken returns."""
