#include "base/text.hpp"
#include "model/name_form.hpp"
#include "ops/visits.hpp"
#include "ops/wechat_bindings.hpp"
#include "store/visitor_site.hpp"
#include "wire/visitor/handlers.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

constexpr std::array<std::string_view, model::purposes> purpose_labels{"其它", "面试", "商务", "亲友",
                                                                       "快递送货"};

// Whose a phone page is. not_permitted where its WeChat id is bound to nobody.
base::result<store::wechat_binding> find_own(store::connection& sql, const caller& by)
{
    auto bound = store::find_binding(sql, by.site, by.wechat_id);
    if (!bound)
        return base::error{errc::not_permitted};
    return *std::move(bound);
}

// Whose a phone page is that asks about this phone, or names none: it may ask about its own only.
base::result<store::wechat_binding> find_own(store::connection& sql, const caller& by,
                                             const std::optional<std::string>& phone)
{
    auto own = find_own(sql, by);
    if (own && phone && *phone != own->phone)
        return base::error{errc::not_permitted};
    return own;
}

// Whether the page is that of the employee who has the interviewee's phone now.
bool is_host(store::transaction& in, const store::wechat_binding& own, const model::visit& of)
{
    const auto host = ops::find_staff(in, of.organization, of.interviewee_phone);
    return host && own.person == host->id;
}

base::result<void> take_number(std::string_view field, const std::optional<endpoint::scalar>& given,
                               std::int64_t least, std::int64_t most, std::int64_t& into)
{
    if (!given)
        return {};
    const auto number = integer_of(*given);
    if (!number || *number < least || *number > most)
        return faulty(field, "must be " + std::to_string(least) + " to " + std::to_string(most));
    into = *number;
    return {};
}

base::result<model::visit> read_application(const call_at& at, const application_request& asked)
{
    model::visit what;
    std::int64_t subject_type = 1;
    if (auto taken = take_number("subject_type", asked.subject_type, 1, 1, subject_type); !taken)
        return taken.error();
    if (auto taken = take_number("purpose", asked.purpose, 0, model::purposes - 1, what.purpose); !taken)
        return taken.error();
    const auto phone = [&at](std::string_view field, const std::string& given, std::string& into) {
        const auto read = read_phone(field, given, at.chosen.phones);
        if (read)
            into = *read;
        return read ? base::result<void>() : read.error();
    };
    const auto guest = [&](std::string_view field, const std::string& name,
                           const std::string& number) -> base::result<void> {
        model::guest& who = what.guests.emplace_back();
        who.name = base::trim(name);
        if (model::name_form(name).empty())
            return faulty(field == "phone" ? "name" : field, "needs a name");
        return phone(field, number, who.phone);
    };
    if (auto read = guest("phone", asked.name, asked.phone); !read)
        return read.error();
    if (asked.companions)
        for (const companion_request& each : *asked.companions)
            if (auto read = guest("retinues", each.name, each.phone); !read)
                return read.error();
    if (auto read = phone("proposer", asked.proposer, what.proposer); !read)
        return read.error();
    if (auto read = phone("interviewee_phone", asked.interviewee_phone, what.interviewee_phone); !read)
        return read.error();
    const auto starts = read_time("start_time", asked.start_time, *at.site.zone);
    if (!starts)
        return starts.error();
    const auto ends = read_time("end_time", asked.end_time, *at.site.zone);
    if (!ends)
        return ends.error();
    what.organization = at.by.site;
    what.come_from = asked.come_from.value_or("");
    what.remark = asked.remark.value_or("");
    what.interviewee = asked.interviewee;
    what.starts_at = *starts;
    what.ends_at = *ends;
    return what;
}

base::result<store::visit_filter> read_filter(const call_at& at, const records_query& asked)
{
    store::visit_filter which;
    which.organization = at.by.site;
    which.name = given(asked.name);
    which.interviewee = given(asked.interviewee);
    const auto phone = [](const std::optional<std::string>& text) -> std::optional<std::string> {
        return given(text) ? std::optional{model::normalise_phone(*text)} : std::nullopt;
    };
    which.proposer = phone(asked.proposer);
    which.phone = phone(asked.phone);
    which.interviewee_phone = phone(asked.interviewee_phone);
    if (const auto text = given(asked.is_auth)) {
        if (*text != "0" && *text != "1")
            return faulty("is_auth", "must be 0 or 1");
        which.authorised = *text == "1";
    }
    const auto time = [&at](std::string_view field, const std::optional<std::string>& text,
                            std::optional<base::instant>& into) -> base::result<void> {
        if (!given(text))
            return {};
        const auto read = read_time(field, *text, *at.site.zone);
        if (!read)
            return read.error();
        into = *read;
        return {};
    };
    if (auto read = time("start_time", asked.start_time, which.starts_from); !read)
        return read.error();
    if (auto read = time("end_time", asked.end_time, which.ends_until); !read)
        return read.error();
    return which;
}

template <class Item, class Write>
listed<Item> list(reading in, const store::visit_filter& which, const page_span& span, Write write)
{
    listed<Item> found;
    for (const model::visit& each : store::find_visits(in.sql, &in.keys, which, 0, span.skipped(), span.size))
        found.items.push_back(write(each));
    found.page = write_page(store::count_visits(in.sql, which), span);
    return found;
}

// A visit of the site. To a phone page one that is not its own and one that is not there are the same.
base::result<model::visit> find_visit(store::transaction& in, const call_at& at)
{
    const auto found = store::find_visit(in.sql, nullptr, read_visit_id(at.named));
    const bool is_here = found && found->organization == at.by.site;
    if (at.by.as != caller_class::phone)
        return is_here ? base::result<model::visit>(*found) : base::error{errc::not_found};
    const auto own = find_own(in.sql, at.by);
    if (!own || !is_here || !own->person || *own->person != found->host)
        return base::error{errc::not_permitted};
    return *found;
}

base::result<nothing> silent(const base::result<void>& done)
{
    return done ? base::result<nothing>(nothing{}) : done.error();
}

}  // namespace

base::result<application_answer> handle_apply(store::transaction& in, const call_at& at,
                                              const application_request& asked)
{
    auto what = read_application(at, asked);
    if (!what)
        return what.error();
    what->applied_from = at.by.wechat_id;
    bool by_host = true;
    if (at.by.as == caller_class::phone) {
        const auto own = find_own(in.sql, at.by);
        if (!own || own->phone != what->proposer)
            return base::error{errc::not_permitted};
        by_host = is_host(in, *own, *what);
        what->applied_by = own->person;
    }
    const auto made = ops::apply_for_visit(in, {*what, by_host, at.photos}, at.by.author());
    if (!made)
        return made.error();
    return write_application(*made, store::guest_photos_of(in.sql, made->id), at.as());
}

base::result<listed<visit_record>> handle_records(reading in, const call_at& at, const records_query& asked)
{
    const auto type = given(asked.type);
    if (type != "mobile" && type != "web")
        return faulty("type", "must be mobile or web");
    if (type == "web" && at.by.as == caller_class::phone)
        return base::error{errc::not_permitted};
    if (type == "mobile" && !given(asked.proposer))
        return faulty("proposer", "is needed");
    auto which = read_filter(at, asked);
    if (!which)
        return which.error();
    const auto span = read_page(asked.page, asked.size);
    if (!span)
        return span.error();
    if (at.by.as == caller_class::phone) {
        const auto own = find_own(in.sql, at.by, which->proposer);
        if (!own)
            return own.error();
        // A phone may have been another's before, and nobody has proven that a visitor's is theirs: their own
        // is what this page applied for, and an employee's goes by the person.
        which->proposer = own->phone;
        which->applied_from = own->wechat_id;
        which->applicant = own->person;
    }
    return list<visit_record>(in, *which, *span, [&in, &at](const model::visit& each) {
        const auto photos = store::guest_photos_of(in.sql, each.id);
        if (at.by.as != caller_class::auditor)
            return write_record(each, photos, at.as(), at.by.now);
        model::visit shown = each;  // who may only look opens no gate
        for (model::guest& who : shown.guests)
            who.pass.clear();
        return write_record(shown, photos, at.as(), at.by.now);
    });
}

base::result<listed<auth_record>> handle_auth_records(reading in, const call_at& at,
                                                      const auth_records_query& asked)
{
    const auto span = read_page(asked.page, asked.size);
    if (!span)
        return span.error();
    store::visit_filter which;
    which.organization = at.by.site;
    if (const auto text = given(asked.phone))
        which.interviewee_phone = model::normalise_phone(*text);
    if (at.by.as == caller_class::phone) {
        const auto own = find_own(in.sql, at.by, which.interviewee_phone);
        // Somebody who only says that they have an employee's phone is not the employee.
        if (!own || !own->person)
            return base::error{errc::not_permitted};
        which.interviewee_phone.reset();  // it may have been another's when the visit was applied for
        which.host = own->person;
    }
    return list<auth_record>(in, which, *span, [&in, &at](const model::visit& each) {
        return write_auth_record(each, store::guest_photos_of(in.sql, each.id), at.as());
    });
}

base::result<nothing> handle_auth(store::transaction& in, const call_at& at, const auth_request& asked)
{
    std::int64_t auth = 1;
    if (auto taken = take_number("auth", asked.auth, 0, 1, auth); !taken)
        return taken.error();
    const auto before = find_visit(in, at);
    if (!before)
        return before.error();
    if (auth == 1)
        return silent(ops::authorise_visit(in, *before, at.by.author()));
    return silent(ops::refuse_visit(in, *before, asked.reason.value_or(""), at.by.author()));
}

base::result<nothing> handle_delete(store::transaction& in, const call_at& at, const nothing&)
{
    const auto before = find_visit(in, at);
    if (!before)
        return before.error();
    ops::delete_visit(in, *before, at.by.author());
    return nothing{};
}

base::result<std::vector<purpose_answer>> handle_purposes(reading, const call_at&, const nothing&)
{
    std::vector<purpose_answer> all;
    for (std::size_t i = 0; i < purpose_labels.size(); ++i)
        all.push_back({std::string(purpose_labels[i]), static_cast<std::int64_t>(i)});
    return all;
}

base::result<perhaps<nda_answer>> handle_nda(reading in, const call_at& at, const nothing&)
{
    const auto holds = store::current_nda(in.sql, at.by.site);
    return holds && !holds->text.empty() ? perhaps<nda_answer>(nda_answer{holds->id.value, holds->text})
                                         : std::nullopt;
}

base::result<sign_in_answer> handle_sign_in(store::transaction& in, const call_at& at,
                                            const sign_in_request& asked)
{
    const auto phone = read_phone("phone", asked.phone, at.chosen.phones);
    if (!phone)
        return phone.error();
    const std::int64_t agreed = asked.nda_id ? integer_of(*asked.nda_id).value_or(0) : 0;
    const auto done = ops::sign_in(in, at.site, {*phone, model::nda_id{agreed}}, at.by.author());
    if (!done)
        return done.error();
    return write_sign_in(*done, at.as());
}

}  // namespace gatehouse::wire::visitor
