#include "base/text.hpp"
#include "ops/avatars.hpp"
#include "ops/wechat_bindings.hpp"
#include "wire/visitor/handlers.hpp"

namespace gatehouse::wire::visitor {
namespace {

using base::errc;

// A phone page is one WeChat id's.
base::result<void> check_own(const caller& by, std::string_view wechat_id)
{
    if (by.as == caller_class::phone && by.wechat_id != wechat_id)
        return base::error{errc::not_permitted};
    return {};
}

std::string department_of(const call_at& at, const model::person& who)
{
    const model::unit* const unit = who.unit ? store::find_unit(at.site, *who.unit) : nullptr;
    return unit ? unit->name : std::string();
}

employee_answer write_employee(store::connection& sql, const store::keyring& keys, const call_at& at,
                               const model::person& who)
{
    return {avatar_url(ops::avatar_of(sql, keys, who), at.as()), who.name, department_of(at, who),
            who.id.value, who.phone.value_or("")};
}

visitor_answer write_visitor(const store::wechat_binding& of)
{
    return {of.nick, of.avatar, of.phone};
}

}  // namespace

base::result<perhaps<employee_answer>> handle_employee(reading in, const call_at& at,
                                                       const binding_query& asked)
{
    if (auto own = check_own(at.by, asked.wechat_id); !own)
        return own.error();
    const auto bound = store::find_binding(in.sql, at.by.site, asked.wechat_id);
    const auto who = bound && bound->person ? store::find_person(in.sql, *bound->person) : std::nullopt;
    return who ? perhaps<employee_answer>(write_employee(in.sql, in.keys, at, *who)) : std::nullopt;
}

base::result<perhaps<visitor_answer>> handle_visitor(reading in, const call_at& at,
                                                     const binding_query& asked)
{
    if (auto own = check_own(at.by, asked.wechat_id); !own)
        return own.error();
    const auto bound = store::find_binding(in.sql, at.by.site, asked.wechat_id);
    return bound && !bound->person ? perhaps<visitor_answer>(write_visitor(*bound)) : std::nullopt;
}

base::result<bound_answer> handle_is_bound(reading in, const call_at& at, const binding_query& asked)
{
    if (auto own = check_own(at.by, asked.wechat_id); !own)
        return own.error();
    const auto bound = store::find_binding(in.sql, at.by.site, asked.wechat_id);
    if (!bound)
        return base::error{errc::binding_unknown};
    const auto who = bound->person ? store::find_person(in.sql, *bound->person) : std::nullopt;
    if (!who)
        return bound_answer{"visitor", bound->nick, "", -1, bound->avatar, bound->phone};
    return bound_answer{"employee",    who->name,     department_of(at, *who),
                        who->id.value, bound->avatar, bound->phone};
}

base::result<employee_answer> handle_bind_employee(store::transaction& in, const call_at& at,
                                                   const employee_binding_request& asked)
{
    if (auto own = check_own(at.by, asked.wechat_id); !own)
        return own.error();
    const auto phone = read_phone("phone", asked.phone, at.chosen.phones);
    if (!phone)
        return phone.error();
    const auto who = ops::bind_employee(in, {at.by.site, asked.wechat_id, {}, *phone, at.by.now}, asked.name,
                                        at.by.author());
    if (!who)
        return who.error();
    return write_employee(in.sql, in.keys, at, *who);
}

base::result<visitor_answer> handle_bind_visitor(store::transaction& in, const call_at& at,
                                                 const visitor_binding_request& asked)
{
    if (auto own = check_own(at.by, asked.wechat_id); !own)
        return own.error();
    const auto phone = read_phone("phone", asked.phone, at.chosen.phones);
    if (!phone)
        return phone.error();
    ops::bind_visitor(in, {at.by.site, asked.wechat_id, {}, *phone, at.by.now}, at.by.author());
    return write_visitor(store::find_binding(in.sql, at.by.site, asked.wechat_id).value());
}

base::result<nothing> handle_unbind(store::transaction& in, const call_at& at, const nothing&)
{
    if (auto own = check_own(at.by, at.named); !own)
        return own.error();
    const auto done = ops::unbind(in, at.by.site, at.named, at.by.author());
    return done ? base::result<nothing>(nothing{}) : done.error();
}

}  // namespace gatehouse::wire::visitor
