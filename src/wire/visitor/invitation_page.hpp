// The page that an invitation's link opens: a form without scripts, in the language of its readers.
#pragma once

#include "net/http.hpp"
#include "wire/visitor/mapping.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::visitor {

// What the form sends.
struct invited_form {
    std::string name;
    std::string phone;
    std::string come_from;
    std::string companions;  // one a line: the name, a space, the phone
};

struct invitation_facts {
    std::string organization;
    std::string host;
    std::string from;  // readings of the site's clock
    std::string until;
};

// The guests of a form, the main visitor first: a line of the companions ends with the phone. malformed_input
// says what is wrong in the words of the page; `come_from` is looked at too.
base::result<std::vector<model::guest>> read_guests(const invited_form& from, model::phone_check how);

// `fault`: why what was sent before is not taken; empty at first. `sent` stands in the form again.
net::reply show_form(const invitation_facts& of, const invited_form& sent, std::string_view fault);
net::reply show_accepted(const invitation_facts& of);
// Nobody's link, a used one, or one that is over: no difference.
net::reply show_nothing(unsigned status);

}  // namespace gatehouse::wire::visitor

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<wire::visitor::invited_form> = [] {
    using m = wire::visitor::invited_form;
    constexpr constraint anything{.form = text_form::free};
    return std::tuple{
        field{"name", &m::name, presence::given, "The main visitor.", "haha", anything},
        field{"phone", &m::phone, presence::given, "Their phone.", "12345678", anything},
        field{"come_from", &m::come_from, presence::given, "Whose people they are.", "ZY", anything},
        field{"companions", &m::companions, presence::given, "Who comes along.", {}, anything}};
}();

}  // namespace gatehouse::endpoint
