#include "app/server.hpp"

#include "api/punch_stream.hpp"
#include "app/attendance_days.hpp"
#include "app/certificate_files.hpp"
#include "app/interfaces.hpp"
#include "app/listening.hpp"
#include "app/machines.hpp"
#include "app/pages.hpp"
#include "app/telling.hpp"
#include "app/visitors.hpp"
#include "base/log.hpp"
#include "endpoint/router.hpp"
#include "gateway/server.hpp"
#include "net/admission.hpp"
#include "net/http_server.hpp"
#include "ops/attendance/report_round.hpp"
#include "ops/background.hpp"
#include "ops/housekeeping.hpp"
#include "ops/provision.hpp"
#include "store/data_folder.hpp"
#include "store/durable_file.hpp"
#include "store/master_key_check.hpp"
#include "store/schema.hpp"
#include "store/visitor_site.hpp"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>
#include <optional>

namespace gatehouse::app {
namespace {

constexpr int exit_refused = 2;
constexpr int exit_disk =
    74;  // EX_IOERR: a supervisor starts the server again, which replays what is on disk

[[noreturn]] void end_at_once()
{
    _exit(exit_disk);
}

// The data folder, opened: locked, keys read, schema up to date, the writer running.
class opened_store {
public:
    opened_store(const std::filesystem::path& folder, const durability& how, std::function<void()> answered)
    {
        store::lock_folder(folder);
        store::refuse_half_restored(folder);
        base::start_crypto();
        // A new key over old data would leave every client refused and every picture unreadable without a
        // word.
        if (std::filesystem::exists(folder / store::database_name) &&
            !std::filesystem::exists(folder / store::master_key_name))
            throw std::runtime_error(
                "keys/master is missing beside existing data: put it back from its copy");
        bool made = false;
        keys_.emplace(store::master_key(folder / store::master_key_name, made));
        if (made)
            base::log(base::events::master_key_made);
        database_ = store::sqlite::open(folder / store::database_name, how.database);
        {
            const auto sql = database_->writer();
            const int applied = store::migrate(*sql, database_->dialect());
            if (applied > 0)
                base::log(base::events::migrated, {{"applied", applied}});
            store::settle_master_key(*sql, *keys_);
            store::renew_blocked_words(*sql);
        }
        pictures_.emplace(folder / store::pictures_name);
        firmware_.emplace(folder / store::firmware_name);
        sweep(*firmware_, *database_);
        reports_.emplace(folder / store::reports_name);
        ops::attendance::sweep_reports(*reports_, *database_);
        store::writer_options options;
        options.answer_before_commit = how.answer_before_commit;
        writer_.emplace(*database_, *keys_, options, std::move(answered),
                        [](const std::string&) { end_at_once(); });
        // SQLite syncs the folder of a new log by itself, but does not look whether that succeeded.
        store::sync_folder(folder);
    }

    store::database& database() { return *database_; }
    store::keyring& keys() { return *keys_; }
    store::picture_files& pictures() { return *pictures_; }
    store::firmware_files& firmware() { return *firmware_; }
    store::report_files& reports() { return *reports_; }
    store::writer& writer() { return *writer_; }

private:
    std::optional<store::keyring> keys_;
    std::unique_ptr<store::database> database_;
    std::optional<store::picture_files> pictures_;
    std::optional<store::firmware_files> firmware_;
    std::optional<store::report_files> reports_;
    std::optional<store::writer> writer_;
};

// What earlier files brought for parts that were not built then.
void adopt_kept_sections(opened_store& to)
{
    std::vector<std::string> faults;
    ops::run_behind(to.writer(), [&faults](store::transaction& in) {
        faults = ops::adopt_kept_sections(in, base::system_clock{}.now());
    });
    for (const std::string& each : faults)
        base::log(base::events::section_not_applied, {{"reason", std::string_view(each)}});
}

// Throws with every fault of the file.
void apply(opened_store& to, const std::string& name)
{
    const auto read = ops::read_provision_file(store::read_whole(name));
    if (const auto* faults = std::get_if<std::vector<std::string>>(&read)) {
        std::string all = name + " was refused:";
        for (const std::string& fault : *faults)
            all.append("\n  ").append(fault);
        throw std::runtime_error(all);
    }
    const auto& file = std::get<ops::provision_file>(read);
    const auto logins = ops::hash_logins(*to.writer().published(), file);
    const bool done = ops::run_behind(to.writer(), [&](store::transaction& in) {
        ops::provision(in, file, logins, base::system_clock{}.now());
    });
    if (!done)
        throw std::runtime_error(name + " could not be applied; the log has the reason");
    base::log(base::events::provisioned, {{"file", std::string_view(name)}});
}

void note_what_is_not_built(const settings& chosen)
{
    if (!chosen.database.empty())
        base::log(base::events::not_built, {{"setting", "database"}});
}

sigset_t block_signals()
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return wanted;
}

// Until a signal to stop; every few seconds and at a SIGHUP the certificate's files are looked at.
void wait_for_stop(const sigset_t& wanted, certificate_files* certificate)
{
    constexpr timespec between_looks{2, 0};
    for (;;) {
        const int signal = sigtimedwait(&wanted, nullptr, &between_looks);
        if (signal == SIGTERM || signal == SIGINT)
            return base::log(base::events::stopping, {{"signal", signal}});
        if (certificate)
            certificate->look_again();
    }
}

int serve_until_told(const settings& chosen, const durability& how, const host_maker& devices)
{
    const std::vector<named_listener> listeners = read_listeners(chosen, static_cast<bool>(devices));
    const named_listener* const tls = find_tls(listeners);
    const sigset_t signals = block_signals();  // before any thread is made
    const std::filesystem::path folder(chosen.data);
    std::atomic<net::http_server*> http_to_wake{nullptr};
    std::atomic<gateway::server*> gateway_to_wake{nullptr};
    const auto answered = [&http_to_wake, &gateway_to_wake] {
        if (net::http_server* const http = http_to_wake.load(std::memory_order_acquire))
            http->wake();
        if (gateway::server* const mqtt = gateway_to_wake.load(std::memory_order_acquire))
            mqtt->wake();
    };
    std::atomic<endpoint::live_log*> live_to_tell{nullptr};
    std::atomic<attendance_days*> days_to_tell{nullptr};
    const auto committed = [&live_to_tell, &days_to_tell, answered] {
        answered();
        if (attendance_days* const days = days_to_tell.load(std::memory_order_acquire))
            days->committed();
        if (endpoint::live_log* const live = live_to_tell.load(std::memory_order_acquire))
            live->grew();
    };
    opened_store opened(folder, how, committed);
    std::optional<certificate_files> certificate;
    if (tls)
        certificate.emplace(chosen, tls->at.address());
    adopt_kept_sections(opened);
    if (!chosen.provision.empty())
        apply(opened, chosen.provision);

    const base::system_clock clock;
    store::readers readers(opened.database(), 2, 4096, answered);
    base::worker_pool workers(static_cast<std::size_t>(std::max<std::int64_t>(1, chosen.workers)), 1024);
    store::tap_picture_keys picture_keys(opened.writer());
    ops::throttle throttle(opened.keys().sources);
    ops::sessions sessions(opened.keys());
    const auto punches = api::punch_source(opened.database(), opened.keys());
    endpoint::live_log live_punches(*punches, {}, answered);
    ops::tokens tokens(opened.keys());
    ops::known_cards known_cards(opened.keys());
    endpoint::visiting visitors(opened.keys());
    set_up(visitors, chosen);
    endpoint::services services{
        opened.writer(),
        readers,
        workers,
        opened.keys(),
        opened.pictures(),
        opened.firmware(),
        opened.reports(),
        picture_keys,
        throttle,
        sessions,
        tokens,
        known_cards,
        live_punches,
        visitors,
        clock,
        chosen.lab ? endpoint::profile::lab : endpoint::profile::strict,
        [](const std::string& why) {
            base::log(base::events::durability_lost, {{"reason", std::string_view(why)}});
            end_at_once();
        }};
    const bool takes_devices = !chosen.mqtt.empty() || !chosen.mqtts.empty();
    const auto host = takes_devices && devices ? devices(services, chosen) : nullptr;
    endpoint::router router(services, all_routes(chosen));
    const net::tls_identity* const identity = certificate ? &certificate->identity() : nullptr;
    net::http_server http(router, http_options_of(chosen, listeners, identity));
    std::optional<gateway::server> mqtt;
    if (host)
        mqtt.emplace(*host, throttle, clock, gateway_options_of(chosen, listeners, identity));
    telling told(chosen, opened.database(), opened.writer(), opened.keys(), opened.pictures(), clock);
    told.serve(visitors);
    attendance_days attendance(opened.database(), opened.writer(), clock);
    days_to_tell.store(&attendance, std::memory_order_release);
    watch({&services, &router, &http, &told.counters(), &told.app_calls(), mqtt ? &*mqtt : nullptr});
    http_to_wake.store(&http, std::memory_order_release);
    // In front: devices are told where they fetch files.
    http.start();
    if (mqtt) {
        host->downloads_at(visitors.public_url.empty() ? download_address(listeners, http.addresses())
                                                       : visitors.public_url);
        gateway_to_wake.store(&*mqtt, std::memory_order_release);
        mqtt->start();
        host->reached_at(device_addresses(listeners, mqtt->addresses()));
    }
    live_to_tell.store(&live_punches, std::memory_order_release);
    ops::housekeeping housekeeping(opened.database(), opened.writer(), opened.pictures(), clock,
                                   {std::chrono::days(chosen.tap_picture_days)});
    ops::dispatcher reports([&](const std::function<void()>&) {
        return std::make_shared<ops::attendance::report_round>(opened.database(), opened.writer(),
                                                               opened.reports(), clock);
    });
    if (chosen.lab)
        base::log(base::events::lab_profile);
    note_what_is_not_built(chosen);
    say_ready(listeners, http.addresses(), mqtt ? mqtt->addresses() : listener_addresses());

    wait_for_stop(signals, certificate ? &*certificate : nullptr);
    http.stop();
    if (mqtt) {
        mqtt->stop();
        mqtt->join();
    }
    http.join();
    told.stop();
    attendance.stop();
    reports.stop();
    live_punches.stop();
    housekeeping.stop();
    workers.stop();
    readers.stop();
    opened.writer().stop();
    days_to_tell.store(nullptr);
    live_to_tell.store(nullptr);
    http_to_wake.store(nullptr);
    gateway_to_wake.store(nullptr);
    base::log(base::events::stopped);
    return 0;
}

int refused(const std::exception& why)
{
    base::log(base::events::start_refused, {{"reason", std::string_view(why.what())}});
    return exit_refused;
}

}  // namespace

int serve(const settings& chosen, const durability& how, const host_maker& devices)
{
    // Secrets stay out of core files.
    prctl(PR_SET_DUMPABLE, 0);
    net::raise_descriptor_limit();
    umask(S_IRWXG | S_IRWXO);
    try {
        return serve_until_told(chosen, how, devices);
    } catch (const store::durability_lost& e) {
        refused(e);
        return exit_disk;
    } catch (const std::exception& e) {
        return refused(e);
    }
}

int provision(const std::string& file, const std::string& data)
{
    try {
        opened_store opened(data, {}, [] {});
        adopt_kept_sections(opened);
        apply(opened, file);
        opened.writer().stop();
        return 0;
    } catch (const std::exception& e) {
        return refused(e);
    }
}

}  // namespace gatehouse::app
