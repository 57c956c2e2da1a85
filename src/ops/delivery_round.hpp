// One round of the deliveries: what became of attempts is written down, the log is followed, what is due goes
// to the senders.
#pragma once

#include "ops/delivery_clearing.hpp"
#include "ops/delivery_making.hpp"
#include "ops/delivery_outcomes.hpp"
#include "ops/round.hpp"
#include "ops/target_lanes.hpp"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace gatehouse::ops {

struct delivery_options {
    making_limits making;
    lane_limits lanes;
    std::chrono::days keep{30};  // a delivery and its attempts
    std::string public_url{};    // where the outside world finds this server; empty: nowhere
    const store::picture_files* pictures = nullptr;  // of guests, for the face host; none: without
};

// By channel kind.
using senders = std::array<sender*, model::enumerator_names<model::channel_kind>.size()>;

class delivery_round final : public round {
public:
    // `came` is called, from any thread, when an attempt has ended.
    delivery_round(store::database& db, store::writer& writer, const store::keyring& keys,
                   const base::clock& clock, senders to, delivery_options chosen, std::function<void()> came);

    bool pass() override;
    // An attempt ended, a punch came, something is due, or it is time to look.
    bool is_wanted() const override;
    // What is abandoned is sent again with the same id.
    void finish(std::chrono::milliseconds grace) override;

    const delivery_counters& counters() const { return outcomes_.counters(); }

private:
    bool is_log_longer() const;
    bool is_visit_told() const;
    bool follow(base::instant now);
    void look(base::instant now);
    void send_due(base::instant now);
    bool serve(const target_lanes::turn& turn, base::instant now, std::vector<ended_delivery>& endings);
    std::variant<letter, not_to_be_sent> write(const model::delivery& what, const model::channel& to,
                                               base::instant now);
    void send(letter what);

    store::writer& writer_;
    const store::keyring& keys_;
    const base::clock& clock_;
    senders senders_;
    delivery_options options_;
    std::function<void()> came_;
    std::unique_ptr<store::connection> sql_;
    target_lanes lanes_;
    delivery_outcomes outcomes_;
    delivery_clearing clearing_;
    std::optional<std::uint64_t> followed_;  // punches that the writer had counted at the end of the log
    std::uint64_t visit_messages_ = 0;       // as of the last look
    base::instant next_look_;
};

}  // namespace gatehouse::ops
