// libxlsxwriter in its mode of constant memory: a row that was begun is written when the next one is.
#include "ops/reports/table_file.hpp"
#include "store/connection.hpp"

#include <xlsxwriter.h>

#include <array>
#include <utility>

namespace gatehouse::ops::reports {
namespace {

constexpr std::size_t formats = 7;        // one for each measure
constexpr const char* font = "微软雅黑";  // a program that has it not takes the one that it has
// The workbook says when it was made; what was computed when stands at the head of the table.
constexpr std::time_t made_at = 1'577'836'800;

void must(lxw_error done)
{
    if (done != LXW_NO_ERROR)
        throw store::failure(std::string("xlsx: ") + lxw_strerror(done));
}

const char* format_of(measure as)
{
    switch (as) {
    case measure::text: return "@";
    case measure::date: return "yyyy-mm-dd";
    case measure::time: return "yyyy-mm-dd hh:mm:ss";
    case measure::number:
    case measure::minutes: return "0";
    case measure::hours:
    case measure::days: return "0.00";
    }
    return "@";
}

double width_of(const column& what)
{
    constexpr double usual = 10;
    constexpr double of_text = 16;
    constexpr double of_time = 20;
    return what.as == measure::time ? of_time : what.as == measure::text ? of_text : usual;
}

// Days since the last of 1899, as spreadsheets count.
constexpr std::int64_t days_before_epoch = 25'569;

double serial(model::civil_day date)
{
    return static_cast<double>(date.time_since_epoch().count() + days_before_epoch);
}

double serial(model::civil_time at)
{
    constexpr double a_day = 86'400;
    const auto seconds = std::chrono::floor<std::chrono::seconds>(at.time_since_epoch()).count();
    return static_cast<double>(seconds) / a_day + static_cast<double>(days_before_epoch);
}

// What a cell can hold at most, in bytes, so that no character is cut.
std::string cut(const std::string& text)
{
    constexpr std::size_t most = 32'767;
    std::size_t size = std::min(text.size(), most);
    while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
        --size;
    return text.substr(0, size);
}

class xlsx_file final : public table_file {
public:
    xlsx_file(const std::filesystem::path& file, std::filesystem::path spare, std::uint32_t rows_a_sheet)
        : spare_(std::move(spare).string()),
          rows_a_sheet_(rows_a_sheet)
    {
        lxw_workbook_options options{};
        options.constant_memory = LXW_TRUE;
        options.tmpdir = spare_.data();
        book_ = workbook_new_opt(file.c_str(), &options);
        if (!book_)
            throw store::failure("xlsx: no workbook");
        lxw_doc_properties about{};
        about.created = made_at;
        workbook_set_properties(book_, &about);
        for (std::size_t i = 0; i < formats; ++i)
            formats_[i] = format(format_of(static_cast<measure>(i)));
        bold_ = format("@");
        format_set_bold(bold_);
        format_set_bottom(bold_, LXW_BORDER_THIN);
    }
    ~xlsx_file() override
    {
        if (book_)
            lxw_workbook_free(book_);
    }
    xlsx_file(const xlsx_file&) = delete;
    xlsx_file& operator=(const xlsx_file&) = delete;

    void begin(const table_head& head, std::span<const column> columns) override
    {
        head_ = head.shown ? cut(line_of(head)) : std::string{};
        columns_.assign(columns.begin(), columns.end());
        next_sheet();
    }
    void row(std::span<const cell> cells) override
    {
        if (row_ == rows_a_sheet_)
            next_sheet();
        for (std::size_t i = 0; i < cells.size(); ++i)
            put(static_cast<lxw_col_t>(i), cells[i], columns_[i].as);
        ++row_;
    }
    void finish() override { must(workbook_close(std::exchange(book_, nullptr))); }

private:
    lxw_format* format(const char* number)
    {
        lxw_format* const made = workbook_add_format(book_);
        format_set_font_name(made, font);
        format_set_font_size(made, 10);
        format_set_num_format(made, number);
        return made;
    }
    void next_sheet()
    {
        sheet_ = workbook_add_worksheet(book_, nullptr);
        if (!sheet_)
            throw store::failure("xlsx: no worksheet");
        row_ = 0;
        for (std::size_t i = 0; i < columns_.size(); ++i)
            must(worksheet_set_column(sheet_, static_cast<lxw_col_t>(i), static_cast<lxw_col_t>(i),
                                      width_of(columns_[i]), nullptr));
        if (!head_.empty())
            must(worksheet_write_string(sheet_, row_++, 0, head_.c_str(), formats_.front()));
        for (std::size_t i = 0; i < columns_.size(); ++i)
            must(worksheet_write_string(sheet_, row_, static_cast<lxw_col_t>(i), columns_[i].name.c_str(),
                                        bold_));
        worksheet_freeze_panes(sheet_, ++row_, 0);
    }
    void put(lxw_col_t at, const cell& what, measure as)
    {
        lxw_format* const shown = formats_[static_cast<std::size_t>(as)];
        if (const auto* const text = std::get_if<std::string>(&what)) {
            constexpr std::size_t surely_fits = 32'767;
            if (text->empty())
                return;
            return must(worksheet_write_string(
                sheet_, row_, at, text->size() > surely_fits ? cut(*text).c_str() : text->c_str(),
                formats_.front()));
        }
        if (const auto* const number = std::get_if<std::int64_t>(&what))
            return must(worksheet_write_number(sheet_, row_, at, value_of(*number, as), shown));
        if (const auto* const date = std::get_if<model::civil_day>(&what))
            return must(worksheet_write_number(sheet_, row_, at, serial(*date), shown));
        if (const auto* const moment = std::get_if<model::civil_time>(&what))
            must(worksheet_write_number(sheet_, row_, at, serial(*moment), shown));
    }
    static double value_of(std::int64_t number, measure as)
    {
        constexpr double whole = 100;
        if (as == measure::hours)
            return static_cast<double>(hundredths_of_hours(number)) / whole;
        return as == measure::days ? static_cast<double>(number) / whole : static_cast<double>(number);
    }

    std::string spare_;
    std::uint32_t rows_a_sheet_;
    lxw_workbook* book_ = nullptr;
    lxw_worksheet* sheet_ = nullptr;
    std::array<lxw_format*, formats> formats_{};
    lxw_format* bold_ = nullptr;
    std::string head_;
    std::vector<column> columns_;
    lxw_row_t row_ = 0;
};

}  // namespace

std::unique_ptr<table_file> open_xlsx(const std::filesystem::path& file, const std::filesystem::path& spare,
                                      std::uint32_t rows_a_sheet)
{
    return std::make_unique<xlsx_file>(file, spare, rows_a_sheet);
}

}  // namespace gatehouse::ops::reports
