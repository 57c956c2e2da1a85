#include "ops/wechat_bindings.hpp"

#include "model/name_form.hpp"

namespace gatehouse::ops {
namespace {

void bind(store::transaction& in, const store::wechat_binding& what, const author& by)
{
    const auto before = store::find_binding(in.sql, what.organization, what.wechat_id);
    if (before && !before->is_invalid && before->person == what.person && before->phone == what.phone)
        return;
    if (const auto other = what.person ? store::wechat_id_of(in.sql, what.organization, *what.person)
                                       : std::nullopt;
        other && *other != what.wechat_id) {
        store::delete_binding(in, {what.organization, *other, what.person, {}, {}});
        write_down(in, by, what.organization, "wechat_binding.delete", what.person->value);
    }
    store::put_binding(in, what);
    write_down(in, by, what.organization, "wechat_binding.put",
               what.person.value_or(model::person_id{}).value,
               difference().compare("wechat_id", std::string(), what.wechat_id));
}

}  // namespace

bool is_staff(const model::person& who)
{
    return who.role == "employee" || who.role == "teacher";
}

std::optional<model::person> find_staff(store::transaction& in, model::organization_id home,
                                        std::string_view phone)
{
    auto found = store::find_person_by_phone(in, home, phone);
    if (found && !is_staff(*found))
        found.reset();
    return found;
}

base::result<model::person> bind_employee(store::transaction& in, const store::wechat_binding& what,
                                          std::string_view name, const author& by)
{
    const auto who = find_staff(in, what.organization, what.phone);
    if (!who || !model::is_same_name(who->name, name))
        return base::error{base::errc::person_unknown};
    store::wechat_binding made = what;
    made.person = who->id;
    bind(in, made, by);
    return *who;
}

void bind_visitor(store::transaction& in, const store::wechat_binding& what, const author& by)
{
    bind(in, what, by);
}

base::result<void> unbind(store::transaction& in, model::organization_id home, std::string_view wechat_id,
                          const author& by)
{
    const auto standing = store::find_binding(in.sql, home, wechat_id);
    if (!standing)
        return base::error{base::errc::binding_unknown};
    store::delete_binding(in, *standing);
    write_down(in, by, home, "wechat_binding.delete", standing->person.value_or(model::person_id{}).value);
    return {};
}

void note_invalid_binding(store::transaction& in, model::organization_id home, std::string_view wechat_id,
                          const author& by)
{
    const auto standing = store::find_binding(in.sql, home, wechat_id);
    if (store::mark_binding_invalid(in, home, wechat_id, by.now) && standing)
        write_down(in, by, home, "wechat_binding.invalid",
                   standing->person.value_or(model::person_id{}).value);
}

}  // namespace gatehouse::ops
