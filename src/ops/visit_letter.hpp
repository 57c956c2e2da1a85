// A message about a visit, written anew for each attempt of what is known and not erased then. Without
// `pictures` nobody's photo goes with it.
#pragma once

#include "ops/letter.hpp"
#include "store/index.hpp"
#include "store/pictures.hpp"

namespace gatehouse::ops {

std::variant<letter, not_to_be_sent> write_visit_letter(store::connection& sql, const store::keyring& keys,
                                                        const store::index& index,
                                                        const store::picture_files* pictures,
                                                        const model::delivery& what, const model::channel& to,
                                                        std::string_view public_url, base::instant now);

}  // namespace gatehouse::ops
