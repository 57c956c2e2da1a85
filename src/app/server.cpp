#include "app/server.hpp"

#include "api/routes.hpp"
#include "app/pages.hpp"
#include "base/json_writer.hpp"
#include "base/log.hpp"
#include "endpoint/router.hpp"
#include "net/http_server.hpp"
#include "ops/housekeeping.hpp"
#include "ops/provision.hpp"
#include "store/durable_file.hpp"
#include "store/schema.hpp"
#include "wire/beiliao/routes.hpp"

#include <sched.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <future>
#include <iostream>
#include <optional>

namespace gatehouse::app {
namespace {

namespace asio = boost::asio;

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
        base::start_crypto();
        // A new key over old data would leave every client refused and every picture unreadable without a
        // word.
        if (std::filesystem::exists(folder / "gatehouse.db") &&
            !std::filesystem::exists(folder / "keys" / "master"))
            throw std::runtime_error(
                "keys/master is missing beside existing data: put it back from its copy");
        bool made = false;
        keys_.emplace(store::master_key(folder / "keys" / "master", made));
        if (made)
            base::log(base::events::master_key_made);
        database_ = store::sqlite::open(folder / "gatehouse.db", how.database);
        {
            const auto sql = database_->writer();
            const int applied = store::migrate(*sql, database_->dialect());
            if (applied > 0)
                base::log(base::events::migrated, {{"applied", applied}});
        }
        pictures_.emplace(folder / "pictures");
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
    store::writer& writer() { return *writer_; }

private:
    std::optional<store::keyring> keys_;
    std::unique_ptr<store::database> database_;
    std::optional<store::picture_files> pictures_;
    std::optional<store::writer> writer_;
};

class provision_job final : public store::write_job {
public:
    provision_job(const ops::provision_file& file, const std::vector<ops::hashed_login>& logins,
                  base::instant now)
        : file_(file),
          logins_(logins),
          now_(now)
    {}
    std::future<bool> done() { return done_.get_future(); }
    bool run(store::transaction& in) override
    {
        ops::provision(in, file_, logins_, now_);
        return true;
    }
    void finish() noexcept override { done_.set_value(true); }
    void fail(base::errc) noexcept override { done_.set_value(false); }

private:
    const ops::provision_file& file_;
    const std::vector<ops::hashed_login>& logins_;
    base::instant now_;
    std::promise<bool> done_;
};

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
    const auto logins = ops::hash_logins(*to.database().reader(), file);
    auto job = std::make_unique<provision_job>(file, logins, base::system_clock{}.now());
    auto done = job->done();
    to.writer().submit(store::writer::write(std::move(job)));
    if (!done.get())
        throw std::runtime_error(name + " could not be applied; the log has the reason");
    for (const auto& [section, json] : file.waiting)
        base::log(base::events::not_built, {{"section", std::string_view(section)}});
    base::log(base::events::provisioned, {{"file", std::string_view(name)}});
}

asio::ip::tcp::endpoint read_address(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    std::string host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']'))
        host = host.substr(1, host.size() - 2);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host, error);
    int port = -1;
    try {
        port = colon == std::string::npos ? -1 : std::stoi(text.substr(colon + 1));
    } catch (const std::logic_error&) {
        port = -1;
    }
    if (error || port < 0 || port > 65535)
        throw std::runtime_error("\"" + text + "\" is no ADDR:PORT");
    return {address, static_cast<std::uint16_t>(port)};
}

std::string text_of(const asio::ip::tcp::endpoint& at)
{
    const std::string host = at.address().to_string();
    return (at.address().is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(at.port());
}

// Cores that this process may run on: what std::thread::hardware_concurrency() answers counts the others too.
unsigned usable_cores()
{
    cpu_set_t cores;
    CPU_ZERO(&cores);
    const bool known = sched_getaffinity(0, sizeof cores, &cores) == 0;
    return known ? static_cast<unsigned>(std::max(1, CPU_COUNT(&cores))) : 1;
}

net::http_options http_options_of(const settings& chosen)
{
    net::http_options options;
    options.listen.push_back({read_address(chosen.http), false});
    const bool loopback = options.listen.front().address.address().is_loopback();
    if (chosen.lab && !loopback)
        throw std::runtime_error("the lab profile listens on loopback only, not on " + chosen.http);
    if (!loopback)
        base::log(base::events::plain_http, {{"address", std::string_view(chosen.http)}});
    options.threads = chosen.io_threads > 0 ? static_cast<unsigned>(chosen.io_threads) : usable_cores();
    options.headers.emplace_back("X-Content-Type-Options", "nosniff");
    if (chosen.lab)
        options.headers.emplace_back("X-Profile", "lab");
    return options;
}

void note_what_is_not_built(const settings& chosen)
{
    for (const auto& [name, value] :
         {std::pair{"https", &chosen.https}, std::pair{"mqtt", &chosen.mqtt},
          std::pair{"mqtts", &chosen.mqtts}, std::pair{"database", &chosen.database}})
        if (!value->empty())
            base::log(base::events::not_built, {{"setting", std::string_view(name)}});
}

std::vector<endpoint::route> all_routes()
{
    std::vector<endpoint::route> table = api::routes();
    for (const auto rows : {wire::beiliao::routes(), page_routes()})
        table.insert(table.end(), rows.begin(), rows.end());
    return table;
}

// One line of JSON on standard output: whoever started the server waits for it.
void say_ready(const net::http_server& http)
{
    std::string line;
    base::json_writer(line)
        .open_object()
        .name("event")
        .text("ready")
        .name("http")
        .text(text_of(http.addresses().front()))
        .close_object();
    std::cout << line << std::endl;
    base::log(base::events::started, {{"http", std::string_view(text_of(http.addresses().front()))}});
}

sigset_t block_stop_signals()
{
    sigset_t wanted;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    pthread_sigmask(SIG_BLOCK, &wanted, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return wanted;
}

void wait_for(const sigset_t& wanted)
{
    int signal = 0;
    sigwait(&wanted, &signal);
    base::log(base::events::stopping, {{"signal", signal}});
}

int serve_until_told(const settings& chosen, const durability& how)
{
    const sigset_t stop_signals = block_stop_signals();  // before any thread is made
    net::http_options options = http_options_of(chosen);
    const std::filesystem::path folder(chosen.data);
    std::atomic<net::http_server*> http_to_wake{nullptr};
    const auto answered = [&http_to_wake] {
        if (net::http_server* const http = http_to_wake.load(std::memory_order_acquire))
            http->wake();
    };
    opened_store opened(folder, how, answered);
    if (!chosen.provision.empty())
        apply(opened, chosen.provision);

    const base::system_clock clock;
    store::readers readers(opened.database(), 2, 4096, answered);
    base::worker_pool workers(static_cast<std::size_t>(std::max<std::int64_t>(1, chosen.workers)), 1024);
    store::tap_picture_keys picture_keys(opened.writer());
    ops::throttle throttle(opened.keys().sources);
    ops::sessions sessions(opened.keys());
    endpoint::services services{
        opened.writer(),
        readers,
        workers,
        opened.keys(),
        opened.pictures(),
        picture_keys,
        throttle,
        sessions,
        clock,
        chosen.lab ? endpoint::profile::lab : endpoint::profile::strict,
        [](const std::string& why) {
            base::log(base::events::durability_lost, {{"reason", std::string_view(why)}});
            end_at_once();
        }};
    endpoint::router router(services, all_routes());
    net::http_server http(router, std::move(options));
    watch({&services, &router, &http});
    http_to_wake.store(&http, std::memory_order_release);
    http.start();
    ops::housekeeping housekeeping(opened.database(), opened.writer(), opened.pictures(), clock,
                                   {std::chrono::days(chosen.tap_picture_days)});
    if (chosen.lab)
        base::log(base::events::lab_profile);
    note_what_is_not_built(chosen);
    say_ready(http);

    wait_for(stop_signals);
    http.stop();
    http.join();
    housekeeping.stop();
    workers.stop();
    readers.stop();
    opened.writer().stop();
    http_to_wake.store(nullptr);
    base::log(base::events::stopped);
    return 0;
}

int refused(const std::exception& why)
{
    base::log(base::events::start_refused, {{"reason", std::string_view(why.what())}});
    return exit_refused;
}

}  // namespace

int serve(const settings& chosen, const durability& how)
{
    // Secrets stay out of core files.
    prctl(PR_SET_DUMPABLE, 0);
    umask(S_IRWXG | S_IRWXO);
    try {
        return serve_until_told(chosen, how);
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
        apply(opened, file);
        opened.writer().stop();
        return 0;
    } catch (const std::exception& e) {
        return refused(e);
    }
}

}  // namespace gatehouse::app
