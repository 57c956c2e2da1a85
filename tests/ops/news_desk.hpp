// A reception whose messages are held: what the tests of visits' news work on.
#pragma once

#include "ops/delivery_round.hpp"
#include "ops/reception.hpp"
#include "ops/visit_news.hpp"
#include "store/channels.hpp"
#include "store/deliveries.hpp"

#include <gtest/gtest.h>

#include <deque>

namespace gatehouse::ops::test {

class kept_sender final : public sender {
public:
    void send(letter what, done when_done) override
    {
        held.emplace_back(std::move(what), std::move(when_done));
    }
    void stop(std::chrono::milliseconds) override {}

    // Ends the oldest.
    letter end(model::attempt_end how, base::instant at, std::string receipt = {}, bool is_unknown = false)
    {
        auto [what, when_done] = std::move(held.front());
        held.pop_front();
        model::attempt made;
        made.at = at;
        made.end = how;
        made.outcome = "as the test says";
        made.receipt = std::move(receipt);
        made.is_unknown = is_unknown;
        when_done(what, made);
        return what;
    }

    std::deque<std::pair<letter, done>> held;
};

class news_desk : public reception {
public:
    news_desk()
    {
        configure(5, 100);
        std::string templates = "{";
        for (const char* kind : {"approval_reminder_to_employee", "visitor_signin_to_employee",
                                 "approval_pass_to_visitor", "signin_to_visitor"})
            templates.append(templates.size() > 1 ? "," : "")
                .append("\"" + std::string(kind) + "_wechat_id\":\"W\",\"" + kind + "_sms_id\":\"SMS_1\"");
        set("templates", templates + "}");
    }

    void configure(std::int64_t each, std::int64_t all, bool has_wechat = true)
    {
        const std::array ways{configured_way{model::channel_kind::wechat, has_wechat, each, all},
                              configured_way{model::channel_kind::sms, true, each, all}};
        room.write([&](store::transaction& tx) { settle_ways(tx, company, ways, room.clock.now()); });
    }
    void set(std::string_view name, std::string_view text)
    {
        room.write([&](store::transaction& tx) { store::put_visitor_setting(tx, company, name, text); });
    }
    void set_face_host()
    {
        set("servers", R"({"koala_ip":"192.168.18.53","koala_username":"test@megvii.com",)"
                       R"("koala_password":"admin123456","cloud_url":""})");
    }
    void bind(const std::string& wechat_id, const std::string& phone, bool is_staff = false)
    {
        room.write([&](store::transaction& tx) {
            const store::wechat_binding what{company, wechat_id, {}, phone, room.clock.now()};
            if (is_staff)
                bind_employee(tx, what, "富贵", by()).value();
            else
                bind_visitor(tx, what, by());
        });
    }

    // "sms signin_to_visitor pending" of every delivery since the last call.
    std::vector<std::string> told()
    {
        std::vector<std::string> lines;
        auto sql = room.database().reader();
        for (const model::delivery& each : store::deliveries_after(*sql, seen, 1000)) {
            seen = each.id;
            lines.push_back(std::string(model::name_of(store::find_channel(*sql, each.channel)->kind)) + " " +
                            std::string(model::name_of(each.notice)) + " " +
                            std::string(model::name_of(each.state)));
        }
        return lines;
    }

    // As after a start of the server.
    void begin()
    {
        delivery_options options;
        options.public_url = "https://gate.cn";
        options.pictures = &room.pictures();
        round = std::make_unique<delivery_round>(room.database(), room.writer(), room.keys(), room.clock,
                                                 senders{&webhooks, &faces, &wechat, &sms}, options, [] {});
    }
    void go_round(std::chrono::milliseconds after = {})
    {
        room.clock.set(room.clock.now() + after);
        round->pass();
    }

    kept_sender webhooks, faces, wechat, sms;
    std::unique_ptr<delivery_round> round;
    model::delivery_id seen;
};

using lines = std::vector<std::string>;

}  // namespace gatehouse::ops::test
