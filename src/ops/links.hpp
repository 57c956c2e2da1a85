// What a platform's id means where the operator says it: a school that is a kindergarten here, one
// organization for both interfaces.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/links.hpp"

namespace gatehouse::ops {

// The same again changes nothing. malformed_input, with the place: /client_id where it is no client of a
// school platform, /id where it is no whole number; conflict where the id is another organization's by now.
base::result<store::link> create_link(store::transaction& in, model::client_id client, std::string_view id,
                                      model::organization_id home, const author& by);
// What the platform brought stays.
void end_link(store::transaction& in, const store::link& what, const author& by);

}  // namespace gatehouse::ops
