#include "ops/visit_letter.hpp"

#include "model/tap_time.hpp"
#include "ops/visit_news.hpp"
#include "ops/visitor_settings.hpp"
#include "store/guest_photos.hpp"
#include "store/visit_deliveries.hpp"
#include "store/visits.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::ops {
namespace {

using model::notice_kind;
using model::visit_status;

constexpr std::array<std::string_view, model::purposes> purposes{"其它", "面试", "商务", "亲友", "快递送货"};

not_to_be_sent dropped(std::string_view why)
{
    return {model::delivery_state::dropped, why};
}

// Why it is not said any more.
std::optional<std::string_view> fault_of(const model::visit& of, notice_kind what, base::instant now)
{
    const bool is_inside = of.signed_in_at && !of.signed_out_at;
    if (now >= of.ends_at)
        return "the visit is over";
    if (what == notice_kind::approval_reminder)
        return of.status == visit_status::pending ? std::nullopt : std::optional("the host has decided");
    if (of.status != visit_status::authorised)
        return "the visit is not authorised any more";
    if ((what == notice_kind::guest_signin || what == notice_kind::face_entry) && !is_inside)
        return "the guest is not inside any more";
    return std::nullopt;
}

std::string_view status_of(notice_kind what)
{
    switch (what) {
    case notice_kind::approval_reminder: return "待审批";
    case notice_kind::approval_pass: return "已通过";
    case notice_kind::host_signin: return "已签到";
    default: return "签到成功";
    }
}

// "2020-07-30 18:29", as the vendors' templates show times.
std::string minute_of(base::instant at, const model::time_zone& zone)
{
    constexpr std::size_t to_the_minute = 16;
    return model::civil_text(at, zone).substr(0, to_the_minute);
}

const model::guest* find_guest(const model::visit& of, model::guest_id id)
{
    const auto found = std::find_if(of.guests.begin(), of.guests.end(),
                                    [id](const model::guest& each) { return each.id == id; });
    return found != of.guests.end() ? &*found : nullptr;
}

ops::words words_of(const model::visit& of, const model::guest& who, const model::time_zone& zone,
                    notice_kind what)
{
    const auto purpose = static_cast<std::size_t>(
        std::clamp<std::int64_t>(of.purpose, 0, model::purposes - 1));
    return {{"visitor_name", who.name},
            {"visitor_phone", who.phone},
            {"interviewee", of.interviewee},
            {"interviewee_phone", of.interviewee_phone},
            {"start_time", minute_of(of.starts_at, zone)},
            {"end_time", minute_of(of.ends_at, zone)},
            {"purpose", std::string(purposes[purpose])},
            {"come_from", of.come_from},
            {"status", std::string(status_of(what))}};
}

// Empty where there is none, or none that opens any more.
std::string photo_of(store::connection& sql, const store::keyring& keys, const store::picture_files& pictures,
                     const model::visit& of, const model::guest& who)
{
    for (const store::guest_photo& each : store::guest_photos_of(sql, of.id))
        if (each.guest == who.id)
            if (const auto key = store::find_data_key(sql, keys, each.file.key))
                return pictures.read(*key, each.file.digest).value_or("");
    return {};
}

}  // namespace

std::variant<letter, not_to_be_sent> write_visit_letter(store::connection& sql, const store::keyring& keys,
                                                        const store::index& index,
                                                        const store::picture_files* pictures,
                                                        const model::delivery& what, const model::channel& to,
                                                        std::string_view public_url, base::instant now)
{
    const auto* const home = index.organization(what.organization);
    const bool is_face = what.notice == notice_kind::face_entry || what.notice == notice_kind::face_removal;
    letter made{what, to, {}};
    if (is_face) {
        auto host = find_face_host(sql, keys, what.organization);
        if (!host)
            return dropped("no face host is set");
        made.secret = std::move(host->password);
        made.face.emplace();
        made.face->host = host->address;
        made.face->user = host->user;
        made.face->mark = "visit " + std::to_string(what.visit.value) + ", guest " +
                          std::to_string(what.guest.value);
    }
    if (what.notice == notice_kind::face_removal) {
        const auto who = store::find_entered(sql, what.guest);
        if (!who)
            return dropped("the guest is gone");
        made.face->leaves = true;
        made.face->name = who->name;
        made.face->phone = who->phone;
        made.face->starts_at = who->starts_at;
        made.face->ends_at = who->ends_at;
        if (who->face_host_id != 0 && who->face_host == made.face->host)
            made.face->known_as = std::to_string(who->face_host_id);
        return made;
    }
    const auto visit = store::find_visit(sql, &keys, what.visit);
    if (!visit || !home || visit->guests.empty())
        return dropped("the visit is gone");
    if (const auto fault = fault_of(*visit, what.notice, now))
        return dropped(*fault);
    const model::guest* const who = what.guest ? find_guest(*visit, what.guest) : &visit->guests.front();
    if (!who)
        return dropped("the guest is gone");
    if (is_face) {
        made.face->name = who->name;
        made.face->phone = who->phone;
        made.face->come_from = visit->come_from;
        made.face->interviewee = visit->interviewee;
        made.face->remark = visit->remark;
        made.face->purpose = visit->purpose;
        made.face->starts_at = visit->starts_at;
        made.face->ends_at = visit->ends_at;
        if (pictures)
            made.face->photo = photo_of(sql, keys, *pictures, *visit, *who);
        return made;
    }
    notice said;
    said.kind = what.notice;
    said.template_id = template_of(sql, keys, what.organization, what.notice, to.kind);
    said.recipient = to.kind == model::channel_kind::wechat
                         ? wechat_id_for(sql, *visit, what.guest).value_or("")
                         : phone_for(sql, *visit, what.guest);
    if (said.template_id.empty() || said.recipient.empty())
        return dropped("there is no template for it, or nobody to send it to");
    said.words = words_of(*visit, *who, *home->zone, what.notice);
    if (what.notice == notice_kind::guest_signin) {
        said.words.emplace_back("qrcode", who->pass);
        if (!public_url.empty() && !who->pass.empty())
            said.url = std::string(public_url) + "/qrcode/" + who->pass + ".jpg";
        said.words.emplace_back("qrcode_img_url", said.url);
    }
    made.said = std::move(said);
    return made;
}

}  // namespace gatehouse::ops
