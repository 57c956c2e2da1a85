// Files that a table is written into, row by row; none holds the table in memory.
#pragma once

#include "ops/reports/table.hpp"

#include <filesystem>
#include <memory>
#include <span>

namespace gatehouse::ops::reports {

enum class file_format : std::uint8_t { xlsx, csv, json };

}  // namespace gatehouse::ops::reports

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<ops::reports::file_format>{"xlsx", "csv",
                                                                                             "json"};

}  // namespace gatehouse::model

namespace gatehouse::ops::reports {

// `begin`, rows, `finish`. One that is dropped before leaves a torn file, which whoever made it removes.
// Faults of the disk are thrown. The same calls make the same bytes.
class table_file {
public:
    virtual ~table_file() = default;
    virtual void begin(const table_head& head, std::span<const column> columns) = 0;
    // As many cells as there are columns.
    virtual void row(std::span<const cell> cells) = 0;
    // All of it is in the file, which is not synced.
    virtual void finish() = 0;
};

// Into a file that stands already. What does not fit in memory lies in `spare` meanwhile, without a name.
std::unique_ptr<table_file> open_table(file_format as, const std::filesystem::path& file,
                                       const std::filesystem::path& spare);

// Rows that a sheet of a workbook has at most; what is more stands in the next one.
inline constexpr std::uint32_t sheet_most = 1'048'576;

// UTF-8 with a byte order mark, lines end in CR LF, a text that a spreadsheet would compute gets an
// apostrophe in front.
std::unique_ptr<table_file> open_csv(const std::filesystem::path& file);
// {"head": {…}, "columns": […], "rows": [{field: value, …}, …]}; empty cells are null.
std::unique_ptr<table_file> open_json(const std::filesystem::path& file);
std::unique_ptr<table_file> open_xlsx(const std::filesystem::path& file, const std::filesystem::path& spare,
                                      std::uint32_t rows_a_sheet = sheet_most);

}  // namespace gatehouse::ops::reports
