#include "api/attendance/reports.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/attendance/report_deeds.hpp"
#include "ops/attendance/report_run.hpp"

namespace gatehouse::api {

namespace oa = ops::attendance;
namespace sa = store::attendance;

struct report_item {
    sa::report_id id;
    model::organization_id organization;
    std::string kind;
    std::string from;
    std::string to;
    std::optional<model::unit_id> unit;
    std::string format;
    std::string language;
    sa::report_state state = sa::report_state::waiting;
    std::int64_t percent = 0;
    std::int64_t rows = 0;
    std::optional<std::int64_t> size;
    base::instant asked_at;
    std::optional<base::instant> finished_at;
    std::optional<base::instant> kept_until;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::oa::chosen_column> = [] {
    using m = api::oa::chosen_column;
    return std::tuple{
        field{"field",
              &m::field,
              presence::required,
              "What it shows, by its name in the report.",
              "worked",
              {1, 64}},
        field{"name",
              &m::name,
              presence::optional,
              "What stands above it; the field's own name when left out.",
              "实际工时",
              {1, 64}},
        field{"unit", &m::unit, presence::optional,
              "Of minutes: `minutes`, `hours` with two decimals or, in sums, `days` of what was "
              "planned on each date.",
              "hours"}};
}();

template <>
inline constexpr auto fields_of<api::oa::report_order> = [] {
    using m = api::oa::report_order;
    return std::tuple{
        field{"kind", &m::kind, presence::required, "Which report.", "summary"},
        field{"from", &m::from, presence::required, "Its first date.", "2026-03-01"},
        field{"to", &m::to, presence::required, "Its last date, included.", "2026-03-31"},
        field{"unit_id", &m::unit, presence::optional,
              "Only people who are now in this unit or below it; everybody when left out."},
        field{"format", &m::format, presence::required, "What kind of file.", "xlsx"},
        field{"language", &m::language, presence::optional, "Of names and words; `zh` when left out.", "zh"},
        field{"head", &m::head, presence::optional,
              "Whether the first line says period, zone, rules and state; true when left out. Programs that "
              "read a file often want the columns first.",
              "true"},
        field{
            "columns",
            &m::columns,
            presence::optional,
            "Which columns in which order; those that are usual when left out. A payroll export needs them.",
            {},
            {0, 100}}};
}();

template <>
inline constexpr auto fields_of<api::report_item> = [] {
    using m = api::report_item;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"organization_id", &m::organization, presence::required, "Whose it is.", "1"},
        field{"kind", &m::kind, presence::required, "Which report.", "summary"},
        field{"from", &m::from, presence::required, "Its first date.", "2026-03-01"},
        field{"to", &m::to, presence::required, "Its last date.", "2026-03-31"},
        field{"unit_id", &m::unit, presence::required, "Of these people only; null: everybody."},
        field{"format", &m::format, presence::required, "What kind of file.", "xlsx"},
        field{"language", &m::language, presence::required, "Of names and words.", "zh"},
        field{"state", &m::state, presence::required, "What became of it.", "done"},
        field{"percent", &m::percent, presence::required, "How much of it is done.", "100"},
        field{"rows", &m::rows, presence::required, "Written so far.", "3000"},
        field{"size", &m::size, presence::required, "Of the file, in bytes; null: there is none yet.",
              "184320"},
        field{"asked_at", &m::asked_at, presence::required, "RFC 3339, UTC.", "2026-04-01T08:00:00Z"},
        field{"finished_at", &m::finished_at, presence::required, "When it was over; null: it is not.",
              "2026-04-01T08:00:02Z"},
        field{"kept_until", &m::kept_until, presence::required, "When it is removed; null: it is not over.",
              "2026-04-08T08:00:02Z"}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

report_item item_of(const sa::report& what)
{
    report_item made;
    made.id = what.id;
    made.organization = what.organization;
    made.kind = what.kind;
    made.from = ops::reports::date_text(what.first);
    made.to = ops::reports::date_text(what.last);
    made.unit = what.unit;
    made.format = what.format;
    made.language = what.language;
    made.state = what.state;
    made.percent = what.percent;
    made.rows = what.rows;
    made.size = what.size;
    made.asked_at = what.asked_at;
    made.finished_at = what.finished_at;
    if (what.finished_at)
        made.kept_until = *what.finished_at + sa::reports_kept;
    return made;
}

base::result<report_item> item_of(const base::result<sa::report>& what)
{
    if (!what)
        return what.error();
    return item_of(*what);
}

base::result<sa::report> report_of(store::connection& sql, const call_head& asked)
{
    return visible(asked.by, sa::find_report(sql, asked.id<sa::report_id>(0)));
}

base::result<report_item> ask_report(store::transaction& in, const call<nothing, oa::report_order>& asked)
{
    return item_of(oa::ask_report(in, asked.id<model::organization_id>(0), asked.body, asked.by.author()));
}

base::result<page<report_item>> list_reports(const reading& in, const call<page_query, nothing>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    return page_behind(
        asked.query,
        [&](std::int64_t after, std::int64_t most) { return sa::reports_after(in.sql, home, after, most); },
        [](const sa::report& each) { return item_of(each); });
}

base::result<report_item> read_report(const reading& in, const call<nothing, nothing>& asked)
{
    return item_of(report_of(in.sql, asked));
}

base::result<report_item> cancel_report(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = report_of(in.sql, asked);
    if (!found)
        return found.error();
    return item_of(oa::cancel_report(in, *found, asked.by.author()));
}

// --- its file

class whole_file final : public net::body_source {
public:
    explicit whole_file(std::shared_ptr<const store::descriptor> file)
        : file_(std::move(file)),
          size_(static_cast<std::uint64_t>(file_->size()))
    {}

    std::uint64_t size() const override { return size_; }
    bool read(std::span<char> into, std::uint64_t at) const noexcept override
    {
        try {
            file_->read_at(into, static_cast<std::int64_t>(at));
            return true;
        } catch (const std::exception& e) {
            base::log(base::events::job_failed,
                      {{"route", "fetch_report"}, {"reason", std::string_view(e.what())}});
            return false;
        }
    }

private:
    std::shared_ptr<const store::descriptor> file_;
    std::uint64_t size_;
};

struct found_file {
    sa::report what;
    std::shared_ptr<const store::descriptor> file;
};

std::string_view type_of(std::string_view format)
{
    if (format == "csv")
        return "text/csv; charset=utf-8";
    return format == "json" ? "application/json"
                            : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}

net::reply reply_with(const found_file& found)
{
    const sa::report& what = found.what;
    net::reply with;
    with.content_type = type_of(what.format);
    with.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + what.kind + "_" +
                                                         ops::reports::date_text(what.first) + "_" +
                                                         ops::reports::date_text(what.last) + "." +
                                                         what.format + "\"");
    with.headers.emplace_back("Cache-Control", "no-store");
    with.source = std::make_shared<whole_file>(found.file);
    return with;
}

base::result<found_file> find_file(store::connection& sql, const store::report_files& files,
                                   const call_head& asked)
{
    auto what = report_of(sql, asked);
    if (!what)
        return what.error();
    auto file = what->file ? files.open(*what->file) : nullptr;
    if (!file)
        return base::error{errc::conflict, "There is no file of it yet, or it ended without one."};
    return found_file{*std::move(what), std::move(file)};
}

void serve_file(endpoint::exchange&& of)
{
    const auto by = admit(of);
    if (!by)
        return of.ask.answer(refuse(by.error()));
    endpoint::read(
        of.with, std::move(of.ask),
        [&files = of.with.reports, asked = call_head{*by, {std::string(of.path.front())}}](
            store::connection& sql) { return find_file(sql, files, asked); },
        [](const base::result<found_file>& found) {
            return found ? reply_with(*found) : refuse(found.error());
        });
}

void write_file_success(base::json_writer& json, unsigned status)
{
    json.name(std::to_string(status)).open_object().name("description").text("The file.");
    json.name("content").open_object();
    for (const std::string_view format : model::enumerator_names<ops::reports::file_format>) {
        const std::string_view type = type_of(format);
        json.name(type.substr(0, type.find(';'))).open_object().name("schema").open_object();
        if (format != "json")
            json.name("type").text("string").name("format").text("binary");
        json.close_object().close_object();
    }
    json.close_object().close_object();
}

constexpr std::string_view of_home = "/api/v1/organizations/{organization}/attendance/reports";
constexpr endpoint::needs see = endpoint::right::see;
constexpr endpoint::needs manage = endpoint::right::manage;

}  // namespace

std::span<const endpoint::route> attendance_report_routes()
{
    static constexpr std::array table{
        write<ask_report>("ask_attendance_report", net::verb::post, of_home, manage,
                          "Asks for a report. It is made behind everything else; its file can be fetched "
                          "once it is done, for seven days.",
                          201),
        read<list_reports>("list_attendance_reports", of_home, see, "What was asked for, oldest first."),
        read<read_report>("read_attendance_report", "/api/v1/attendance/reports/{report}", see,
                          "How far it is."),
        write<cancel_report>("cancel_attendance_report", net::verb::post,
                             "/api/v1/attendance/reports/{report}/cancel", manage,
                             "Stops it; what was made of it goes. 409 where it is over."),
        endpoint::route{"fetch_attendance_report",
                        net::verb::get,
                        "/api/v1/attendance/reports/{report}/file",
                        manage,
                        0,
                        serve_file,
                        refuse_request,
                        {"The file of a report that is done; 409 where there is none.", 200, nullptr, nullptr,
                         write_file_success}},
    };
    return table;
}

}  // namespace gatehouse::api
