#include "base/text.hpp"
#include "model/attendance/cases/blocks.hpp"

namespace gatehouse::model::attendance::cases {
namespace {

enum class block { none, rules, schedule, punches, approvals, expect };

std::optional<block> block_of(std::string_view line)
{
    for (const auto& [word, which] :
         {std::pair("rules:", block::rules), std::pair("schedule:", block::schedule),
          std::pair("punches:", block::punches), std::pair("approvals:", block::approvals),
          std::pair("expect:", block::expect)})
        if (line == word)
            return which;
    return std::nullopt;
}

void finish(const clerk_case& what)
{
    for (const shift& each : what.shifts)
        if (const shift_findings found = check(each); !found.refused.empty())
            throw bad_statement("shift " + each.name + ": " + found.refused.front());
}

class case_reader {
public:
    void read(std::string_view line, std::size_t number)
    {
        const std::string_view plain = base::trim(line.substr(0, line.find('#')));
        if (plain.empty())
            return;
        if (plain.starts_with("case ")) {
            begin(base::trim(plain.substr(5)), number);
            return;
        }
        if (cases_.empty())
            throw bad_statement("a file begins with a case");
        if (const auto block = block_of(plain)) {
            block_ = *block;
            return;
        }
        statement words(plain);
        clerk_case& into = cases_.back();
        switch (block_) {
        case block::rules: read_rule(words, into); break;
        case block::schedule: read_schedule(words, into); break;
        case block::punches: read_punches(words, into); break;
        case block::approvals: read_approval(words, into); break;
        case block::expect: read_expectation(words, number, into); break;
        case block::none: throw bad_statement("a block's word is expected, such as \"rules:\"");
        }
    }

    std::vector<clerk_case> all()
    {
        if (!cases_.empty())
            finish(cases_.back());
        return std::move(cases_);
    }

private:
    void begin(std::string_view head, std::size_t number)
    {
        if (!cases_.empty())
            finish(cases_.back());
        clerk_case made;
        const auto space = head.find(' ');
        made.id = head.substr(0, space);
        made.title = space == std::string_view::npos ? "" : head.substr(space + 1);
        made.line = number;
        made.group.zone = time_zone::find("Asia/Shanghai");
        cases_.push_back(std::move(made));
        block_ = block::none;
    }

    std::vector<clerk_case> cases_;
    block block_ = block::none;
};

}  // namespace

std::vector<clerk_case> read_cases(std::string_view name, std::string_view text)
{
    case_reader reader;
    std::size_t number = 0;
    const auto at = [&] { return std::string(name) + ":" + std::to_string(number) + ": "; };
    try {
        while (!text.empty()) {
            ++number;
            const auto end = text.find('\n');
            const std::string_view line = text.substr(0, end);
            if (!base::is_valid_utf8(line))
                throw bad_statement("the line is no UTF-8");
            reader.read(line, number);
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        }
        return reader.all();
    } catch (const bad_statement& e) {
        throw bad_statement(at() + e.what());
    }
}

}  // namespace gatehouse::model::attendance::cases
