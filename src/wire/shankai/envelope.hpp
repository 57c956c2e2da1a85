// The one shape of ShanKai's answers: `{"errcode":0,"errmsg":"ok","data":{…}}`, without `data` where there is
// none.
#pragma once

#include "endpoint/envelope.hpp"
#include "endpoint/fields_write.hpp"
#include "net/http.hpp"
#include "ops/communities.hpp"
#include "wire/shankai/mapping.hpp"

namespace gatehouse::wire::shankai {

template <class Data>
net::reply envelope(const Data& data, int code = 0, std::string_view message = "ok")
{
    net::reply with = endpoint::json_reply();
    base::json_writer json(with.body);
    json.open_object().name("errcode").number(code).name("errmsg").text(message);
    if constexpr (!std::is_same_v<Data, endpoint::nothing>) {
        json.name("data");
        endpoint::write_json(json, data);
    }
    json.close_object();
    return with;
}

// `message` of the error stands behind the row's sentence. Overload and throttling have their status and
// Retry-After; everything else is HTTP 200.
net::reply refused(const base::error& why);
inline net::reply refuse_errc(base::errc why)
{
    return refused({why});
}
// What could not be read as a call: its status stays.
net::reply refuse_request(unsigned status, std::string_view reason);
// 429 with the code of `what`.
net::reply refuse_throttled(base::errc what, std::chrono::seconds wait);

template <class Answer>
net::reply answered(const base::result<Answer>& outcome)
{
    return outcome ? envelope(*outcome) : refused(outcome.error());
}

// 1001 names the community that has the name.
net::reply answered_with_id(const base::result<ops::named_community>& outcome);
net::reply answered_silently(const base::result<ops::named_community>& outcome);

}  // namespace gatehouse::wire::shankai
