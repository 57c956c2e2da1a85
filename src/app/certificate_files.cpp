#include "app/certificate_files.hpp"

#include "base/log.hpp"
#include "store/durable_file.hpp"

#include <date/date.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

namespace gatehouse::app {
namespace {

// Devices are told to trust this very certificate: it must live as long as they.
// But a device may count seconds in 32 bits, which end in 2038.
constexpr std::chrono::years self_signed_for{10};
// Clients whose clock is behind take it too.
constexpr std::chrono::days self_signed_since{2};
constexpr std::chrono::days to_warn_before{21};
constexpr std::chrono::hours tickets_open_for{24};

std::string host_name()
{
    std::array<char, 65> name{};  // HOST_NAME_MAX and the end
    if (gethostname(name.data(), name.size() - 1) != 0)
        return {};
    return name.data();
}

net::server_names names_of(const boost::asio::ip::address& listens_at)
{
    net::server_names names{{"localhost"}, {boost::asio::ip::address_v4::loopback()}};
    const std::string host = host_name();
    const bool is_ascii = std::all_of(host.begin(), host.end(), [](char c) { return c > ' ' && c < 127; });
    if (!host.empty() && is_ascii && host != "localhost")
        names.hosts.insert(names.hosts.begin(), host);
    if (!listens_at.is_unspecified() && listens_at != names.addresses.front())
        names.addresses.push_back(listens_at);
    return names;
}

void make_pair_in(const std::filesystem::path& folder, const boost::asio::ip::address& listens_at)
{
    const base::instant now = base::system_clock{}.now();
    const net::certificate_pair pair = net::make_self_signed(names_of(listens_at), now - self_signed_since,
                                                             now + self_signed_for);
    store::make_folder(folder);
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all);
    // The certificate last: where it stands, its key stands too.
    store::write_durably(folder / "key.pem", pair.key);
    store::write_durably(folder / "certificate.pem", pair.certificates);
    base::log(base::events::certificate_made,
              {{"file", std::string_view((folder / "certificate.pem").string())}});
}

base::digest digest_of(const net::certificate_pair& pair)
{
    return base::keyed_digest(base::key(), 0, {pair.certificates, pair.key});
}

std::string day_of(base::instant at)
{
    return date::format("%F", at);
}

}  // namespace

certificate_files::certificate_files(const settings& chosen, const boost::asio::ip::address& listens_at)
    : certificate_(chosen.tls_certificate),
      key_(chosen.tls_key),
      identity_(first(chosen, listens_at))
{}

std::shared_ptr<const net::tls_context> certificate_files::first(const settings& chosen,
                                                                 const boost::asio::ip::address& listens_at)
{
    if (certificate_.empty() != key_.empty())
        throw std::runtime_error("tls_certificate and tls_key are set together or not at all");
    if (certificate_.empty()) {
        const std::filesystem::path folder = std::filesystem::path(chosen.data) / "tls";
        certificate_ = folder / "certificate.pem";
        key_ = folder / "key.pem";
        if (!std::filesystem::exists(certificate_))
            make_pair_in(folder, listens_at);
    }
    return take(read());
}

net::certificate_pair certificate_files::read() const
{
    return {store::read_whole(certificate_), store::read_whole(key_)};
}

std::shared_ptr<const net::tls_context> certificate_files::take(const net::certificate_pair& pair)
{
    auto context = std::make_shared<const net::tls_context>(pair);
    taken_at_ = steady::now();
    const std::string until = day_of(context->expires());
    if (const base::digest digest = digest_of(pair); served_ != digest) {
        served_ = digest;
        base::log(base::events::certificate_taken,
                  {{"sha256", std::string_view(context->fingerprint())}, {"until", std::string_view(until)}});
    }
    if (context->expires() - base::system_clock{}.now() < to_warn_before)
        base::log(base::events::certificate_ends, {{"until", std::string_view(until)}});
    return context;
}

void certificate_files::look_again()
{
    std::string found;
    try {
        const net::certificate_pair pair = read();
        const base::digest digest = digest_of(pair);
        found = digest.view();
        const bool is_served = digest == served_;
        if (is_served ? steady::now() - taken_at_ < tickets_open_for : found == refused_) {
            if (is_served)
                refused_.clear();
            return;
        }
        identity_.replace(take(pair));
        refused_.clear();
    } catch (const std::exception& e) {
        if (found.empty())
            found = e.what();
        if (std::exchange(refused_, found) != found)
            base::log(base::events::certificate_refused, {{"reason", std::string_view(e.what())}});
    }
}

}  // namespace gatehouse::app
