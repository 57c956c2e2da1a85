// Whose a WeChat id is: an employee of the site, or somebody who visits it.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/people.hpp"
#include "store/visitor_site.hpp"

namespace gatehouse::ops {

// Whether they may be visited: employees and teachers.
bool is_staff(const model::person& who);
std::optional<model::person> find_staff(store::transaction& in, model::organization_id home,
                                        std::string_view phone);

// In the place of another WeChat id of theirs. person_unknown where the name and the phone are not those of
// one of the staff.
base::result<model::person> bind_employee(store::transaction& in, const store::wechat_binding& what,
                                          std::string_view name, const author& by);
void bind_visitor(store::transaction& in, const store::wechat_binding& what, const author& by);
// WeChat has nobody of that id: it stays bound, and nothing is sent to it until it is bound again.
void note_invalid_binding(store::transaction& in, model::organization_id home, std::string_view wechat_id,
                          const author& by);
// binding_unknown.
base::result<void> unbind(store::transaction& in, model::organization_id home, std::string_view wechat_id,
                          const author& by);

}  // namespace gatehouse::ops
