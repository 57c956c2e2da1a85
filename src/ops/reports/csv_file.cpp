#include "ops/reports/table_file.hpp"
#include "ops/reports/text_file.hpp"

namespace gatehouse::ops::reports {
namespace {

// RFC 4180. Only texts can begin with what a spreadsheet computes: a number below zero is no formula.
void put(std::string& onto, std::string_view text, bool is_text)
{
    if (is_text && !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos)
        return put(onto, std::string("'").append(text), false);
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        onto.append(text);
        return;
    }
    onto.push_back('"');
    for (const char each : text)
        onto.append(each == '"' ? 2 : 1, each);
    onto.push_back('"');
}

class csv_file final : public table_file {
public:
    explicit csv_file(const std::filesystem::path& file) : out_(file) {}

    void begin(const table_head& head, std::span<const column> columns) override
    {
        out_.waiting().append("\xEF\xBB\xBF");
        if (head.shown) {
            put(out_.waiting(), line_of(head), true);
            end_line();
        }
        for (const column& each : columns) {
            separate(kinds_.empty());
            put(out_.waiting(), each.name, true);
            kinds_.push_back(each.as);
        }
        end_line();
    }
    void row(std::span<const cell> cells) override
    {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            separate(i == 0);
            put(out_.waiting(), plain_text(cells[i], kinds_[i]),
                std::holds_alternative<std::string>(cells[i]));
        }
        end_line();
    }
    void finish() override { out_.flush(); }

private:
    void separate(bool first)
    {
        if (!first)
            out_.waiting().push_back(',');
    }
    void end_line()
    {
        out_.waiting().append("\r\n");
        out_.flush_if_long();
    }

    text_file out_;
    std::vector<measure> kinds_;
};

}  // namespace

std::unique_ptr<table_file> open_csv(const std::filesystem::path& file)
{
    return std::make_unique<csv_file>(file);
}

}  // namespace gatehouse::ops::reports
