#include "app/telling.hpp"

#include "api/punches.hpp"
#include "app/visitors.hpp"

#include <stdexcept>

namespace gatehouse::app {
namespace {

net::outgoing_options outgoing_options_of(const settings& chosen, std::size_t answer_most = 64U << 10U)
{
    net::outgoing_options options;
    options.answer_most = answer_most;
    options.allowed = read_networks("outgoing.allow", chosen.outgoing_allow);
    return options;
}

ops::delivery_options delivery_options_of(const settings& chosen)
{
    constexpr std::int64_t minutes_most = 7 * 24 * 60;
    if (chosen.tell_within_minutes < 1 || chosen.tell_within_minutes > minutes_most)
        throw std::runtime_error("tell_within_minutes must be from 1 to " + std::to_string(minutes_most));
    ops::delivery_options options;
    options.making.tell_within = std::chrono::minutes(chosen.tell_within_minutes);
    return options;
}

}  // namespace

telling::telling(const settings& chosen, store::database& db, store::writer& writer,
                 const store::keyring& keys, const store::picture_files& pictures, const base::clock& clock)
    : client_(outgoing_options_of(chosen)),
      webhooks_(client_, clock, api::write_punch_event),
      dispatcher_(db, writer, keys, clock, {&webhooks_}, delivery_options_of(chosen)),
      face_client_(outgoing_options_of(chosen, outgoing::face::answer_most)),
      faces_(db, writer, keys, pictures, face_client_, clock)
{}

}  // namespace gatehouse::app
