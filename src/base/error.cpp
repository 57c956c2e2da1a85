#include "base/error.hpp"

#include <array>
#include <cstddef>

namespace gatehouse::base {
namespace {

constexpr std::array error_table{
    error_row{errc::unauthenticated, "unauthenticated", 401, "The credentials are missing or wrong."},
    error_row{errc::licence_unknown, "licence_unknown", 403, "The licence is not one of this client's."},
    error_row{errc::not_permitted, "not_permitted", 403, "The caller may not do this."},
    error_row{errc::organization_deleted, "organization_deleted", 410, "The organization is deleted."},
    error_row{errc::organization_closed, "organization_closed", 409, "The organization is closed."},
    error_row{errc::organization_unknown, "organization_unknown", 404, "There is no such organization."},
    error_row{errc::organization_exists, "organization_exists", 409,
              "An organization of this name is registered already."},
    error_row{errc::token_unknown, "token_unknown", 401, "The token is missing, unknown or over."},
    error_row{errc::unknown_action, "unknown_action", 404, "There is no such action."},
    error_row{errc::missing_parameter, "missing_parameter", 422, "A parameter is absent or empty."},
    error_row{errc::malformed_input, "malformed_input", 422, "The input cannot be read."},
    error_row{errc::value_unknown, "value_unknown", 422, "A value is none of those that are known."},
    error_row{errc::phone_invalid, "phone_invalid", 422, "The phone is not a mainland mobile number."},
    error_row{errc::name_invalid, "name_invalid", 422, "The name is empty, too long or not text."},
    error_row{errc::unit_unknown, "unit_unknown", 422, "The unit does not exist or is archived."},
    error_row{errc::unit_elsewhere, "unit_elsewhere", 409, "The unit is another organization's."},
    error_row{errc::credential_unknown, "credential_unknown", 422,
              "The credential is not bound or has lapsed."},
    error_row{errc::credential_lost, "credential_lost", 409, "The credential was reported lost."},
    error_row{errc::credential_suspended, "credential_suspended", 409, "The credential is suspended."},
    error_row{errc::card_number_invalid, "card_number_invalid", 422, "The card number cannot be one."},
    error_row{errc::card_number_fixed, "card_number_fixed", 409,
              "The cards of this organization bear the numbers that they were made with."},
    error_row{errc::card_number_taken, "card_number_taken", 409, "Somebody else here has this card number."},
    error_row{errc::person_unknown, "person_unknown", 404, "Nobody has this phone."},
    error_row{errc::person_elsewhere, "person_elsewhere", 404, "Nobody here has this phone."},
    error_row{errc::login_exists, "login_exists", 409, "This login stands already."},
    error_row{errc::door_unknown, "door_unknown", 404, "There is no such door."},
    error_row{errc::door_exists, "door_exists", 409, "A door of this name stands already."},
    error_row{errc::time_invalid, "time_invalid", 422, "The time cannot be read or lies in the future."},
    error_row{errc::picture_invalid, "picture_invalid", 422, "The picture cannot be read."},
    error_row{errc::visit_none, "visit_none", 409, "No visit of this phone is for today."},
    error_row{errc::visit_pending, "visit_pending", 409, "The visit is not authorised yet."},
    error_row{errc::visit_cancelled, "visit_cancelled", 409, "The visit was refused or cancelled."},
    error_row{errc::pass_unknown, "pass_unknown", 404, "The pass is nobody's."},
    error_row{errc::pass_early, "pass_early", 409, "The pass opens later."},
    error_row{errc::pass_over, "pass_over", 409, "The pass, or the visit, is over."},
    error_row{errc::visitor_blocked, "visitor_blocked", 403, "Somebody among the guests shall not come in."},
    error_row{errc::nda_missing, "nda_missing", 409, "The guests have not agreed to the text that holds."},
    error_row{errc::binding_unknown, "binding_unknown", 404, "Nobody is bound to this WeChat id."},
    error_row{errc::not_found, "not_found", 404, "There is no such thing here."},
    error_row{errc::conflict, "conflict", 409, "It stands already, or stands in the way of something else."},
    error_row{errc::throttled, "throttled", 429, "Too many failures; wait before the next try."},
    error_row{errc::overloaded, "overloaded", 503, "The server has more to do than it can take."},
    error_row{errc::internal, "internal", 500, "The server failed."},
};

consteval bool rows_stand_in_order()
{
    for (std::size_t i = 0; i < error_table.size(); ++i)
        if (static_cast<std::size_t>(error_table[i].code) != i)
            return false;
    return error_table.size() == static_cast<std::size_t>(errc::internal) + 1;
}
static_assert(rows_stand_in_order());

}  // namespace

const error_row& row_of(errc code)
{
    return error_table[static_cast<std::size_t>(code)];
}

}  // namespace gatehouse::base
