#include "base/json_writer.hpp"
#include "ops/reports/table_file.hpp"
#include "ops/reports/text_file.hpp"

namespace gatehouse::ops::reports {
namespace {

class json_file final : public table_file {
public:
    explicit json_file(const std::filesystem::path& file) : out_(file), json_(out_.waiting()) {}

    void begin(const table_head& head, std::span<const column> columns) override
    {
        columns_.assign(columns.begin(), columns.end());
        json_.open_object();
        if (head.shown) {
            json_.name("head").open_object().name("title").text(head.title);
            for (const fact& each : head.facts)
                json_.name(each.field).text(each.text);
            json_.close_object();
        }
        json_.name("columns").open_array();
        for (const column& each : columns_)
            json_.open_object()
                .name("field")
                .text(each.field)
                .name("name")
                .text(each.name)
                .name("unit")
                .text(model::name_of(each.as))
                .close_object();
        json_.close_array().name("rows").open_array();
    }
    void row(std::span<const cell> cells) override
    {
        json_.open_object();
        for (std::size_t i = 0; i < cells.size(); ++i) {
            json_.name(columns_[i].field);
            if (std::holds_alternative<std::monostate>(cells[i]))
                json_.null();
            else if (std::holds_alternative<std::int64_t>(cells[i]))
                json_.raw(plain_text(cells[i], columns_[i].as));
            else
                json_.text(plain_text(cells[i], columns_[i].as));
        }
        json_.close_object();
        out_.waiting().push_back('\n');
        out_.flush_if_long();
    }
    void finish() override
    {
        json_.close_array().close_object();
        out_.flush();
    }

private:
    text_file out_;
    base::json_writer json_;
    std::vector<column> columns_;
};

}  // namespace

std::unique_ptr<table_file> open_json(const std::filesystem::path& file)
{
    return std::make_unique<json_file>(file);
}

std::unique_ptr<table_file> open_table(file_format as, const std::filesystem::path& file,
                                       const std::filesystem::path& spare)
{
    switch (as) {
    case file_format::xlsx: return open_xlsx(file, spare);
    case file_format::csv: return open_csv(file);
    case file_format::json: return open_json(file);
    }
    return nullptr;
}

}  // namespace gatehouse::ops::reports
