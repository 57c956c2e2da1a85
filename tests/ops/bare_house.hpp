// The store on a folder of its own and a clock that stands still: support/house.hpp without its front.
#pragma once

#include "ops/background.hpp"
#include "ops/provision.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "support/temporary_folder.hpp"

#include <functional>
#include <future>
#include <stdexcept>

namespace gatehouse::ops::testing {

class set_clock final : public base::clock {
public:
    base::instant now() const override { return at_; }
    void set(base::instant at) { at_ = at; }

private:
    base::instant at_ = base::from_milliseconds(1'780'000'000'000);  // 2026-05-28T20:26:40Z
};

class bare_house {
public:
    bare_house() { open(); }
    ~bare_house() { writer_->stop(); }
    bare_house(const bare_house&) = delete;
    bare_house& operator=(const bare_house&) = delete;

    // As after a restart: everything in memory is gone.
    void restart()
    {
        writer_.reset();
        database_.reset();
        open();
    }

    void provision(std::string_view json)
    {
        auto read = read_provision_file(json);
        if (auto* faults = std::get_if<std::vector<std::string>>(&read))
            throw std::runtime_error("provisioning: " + faults->front());
        write([&](store::transaction& in) {
            ops::provision(in, std::get<provision_file>(read), {}, clock.now());
        });
    }

    // Runs on the writer and waits for the commit.
    void write(std::function<void(store::transaction&)> work)
    {
        if (!run_behind(*writer_, std::move(work)))
            throw std::runtime_error("the write failed");
    }

    store::database& database() { return *database_; }
    store::writer& writer() { return *writer_; }
    store::keyring& keys() { return keys_; }

    set_clock clock;

private:
    static base::key started_key()
    {
        base::start_crypto();
        return base::key::random();
    }

    void open()
    {
        database_ = store::sqlite::open(folder_.path() / "gatehouse.db");
        store::migrate(*database_->writer(), database_->dialect());
        writer_ = std::make_unique<store::writer>(
            *database_, keys_, store::writer_options{}, [] {}, [](const std::string&) { std::abort(); });
    }

    support::temporary_folder folder_;
    store::keyring keys_{started_key()};
    std::unique_ptr<store::database> database_;
    std::unique_ptr<store::writer> writer_;
};

}  // namespace gatehouse::ops::testing
