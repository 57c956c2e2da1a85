#include "ops/attendance/report_run.hpp"

#include "store/snapshot.hpp"

namespace gatehouse::ops::attendance {
namespace {

// How far along one of its stages ends, in percent; what is left is the workbook put together.
constexpr std::int64_t people_read = 5;
constexpr std::int64_t facts_read = 35;
constexpr std::int64_t rows_written = 95;
constexpr std::int64_t all = 100;

std::vector<model::civil_day> dates_of(const store::attendance::report& what)
{
    std::vector<model::civil_day> dates;
    for (model::civil_day day = what.first; day <= what.last; day += std::chrono::days(1))
        dates.push_back(day);
    return dates;
}

// Up to the separator, which goes with it.
std::string_view take_until(std::string_view& text, char separator)
{
    const std::size_t end = text.find(separator);
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return part;
}

}  // namespace

std::string column_words(const std::vector<chosen_column>& columns)
{
    std::string words;
    for (const chosen_column& each : columns) {
        words.append(each.field).append("\t");
        words.append(each.unit ? model::name_of(*each.unit) : std::string_view{}).append("\t");
        words.append(each.name.value_or("")).append("\n");
    }
    return words;
}

std::vector<chosen_column> read_columns(std::string_view words)
{
    std::vector<chosen_column> columns;
    while (!words.empty()) {
        std::string_view line = take_until(words, '\n');
        chosen_column& made = columns.emplace_back();
        made.field = take_until(line, '\t');
        made.unit = model::from_name<reports::measure>(take_until(line, '\t'));
        if (!line.empty())
            made.name = line;
    }
    return columns;
}

report_run::report_run(store::attendance::report what, std::shared_ptr<const store::organization_entry> home,
                       const store::report_files& files, base::instant now)
    : what_(std::move(what)),
      home_(std::move(home)),
      files_(files),
      name_(files.begin()),
      people_(*home_, what_.unit),
      facts_(what_, people_),
      columns_(read_columns(what_.columns))
{
    what_.state = store::attendance::report_state::running;
    what_.rows = 0;
    frame_.kind = model::from_name<report_kind>(what_.kind).value();
    frame_.in = model::from_name<report_language>(what_.language).value();
    frame_.home = what_.organization;
    frame_.first = what_.first;
    frame_.last = what_.last;
    frame_.zone = home_->zone;
    frame_.people = &people_;
    frame_.now = now;
}

report_run::~report_run()
{
    file_.reset();
    if (!kept_)
        files_.remove(name_);
}

void report_run::note(double part, std::int64_t from, std::int64_t to)
{
    what_.percent = from + static_cast<std::int64_t>(part * static_cast<double>(to - from));
}

void report_run::load_people(store::connection& sql)
{
    constexpr std::int64_t a_page = 5000;
    const auto page = store::attendance::members_after(sql, what_.organization, last_person_, a_page);
    people_.add(page);
    if (std::ssize(page) == a_page) {
        last_person_ = page.back().person.value;
        return;
    }
    people_.arrange();
    at_ = stage::facts;
    note(1, 0, people_read);
}

void report_run::begin_rows(store::connection& sql)
{
    const auto head = facts_.head(sql, frame_.kind, frame_.in, *home_, what_.has_head);
    const bool is_grid = frame_.kind == report_kind::grid;
    fields_.emplace(frame_.kind, frame_.in, columns_, facts_.occurring(),
                    is_grid ? dates_of(what_) : std::vector<model::civil_day>{});
    frame_.fields = &*fields_;
    const auto format = model::from_name<reports::file_format>(what_.format).value();
    file_ = reports::open_table(format, files_.growing(name_), files_.folder());
    file_->begin(head, fields_->columns());
    rows_ = rows_of(frame_);
    at_ = stage::rows;
}

void report_run::finish()
{
    file_->finish();
    file_.reset();
    what_.size = files_.keep(name_);
    what_.file = name_;
    what_.state = store::attendance::report_state::done;
    what_.percent = all;
}

bool report_run::step(store::connection& sql)
{
    const store::snapshot at(sql);
    if (at_ == stage::people) {
        load_people(sql);
        return true;
    }
    if (at_ == stage::facts) {
        if (!facts_.page(sql))
            begin_rows(sql);
        note(facts_.progress(), people_read, facts_read);
        return true;
    }
    const bool more = rows_->page(sql, [this](const record& each) {
        fields_->show(each, cells_);
        file_->row(cells_);
        ++what_.rows;
    });
    note(rows_->progress(), facts_read, rows_written);
    if (!more)
        finish();
    return more;
}

}  // namespace gatehouse::ops::attendance
