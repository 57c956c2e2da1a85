// The store on a folder of its own, with a clock that stands still: what the tests of deeds work on.
#pragma once

#include "ops/provision.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "store/writer.hpp"
#include "support/temporary_folder.hpp"

#include <functional>
#include <future>
#include <memory>
#include <stdexcept>

namespace gatehouse::support {

class fixed_clock final : public base::clock {
public:
    base::instant now() const override { return at_; }
    void set(base::instant at) { at_ = at; }

private:
    base::instant at_ = base::from_milliseconds(1'780'000'000'000);  // 2026-05-28T20:26:40Z
};

class store_room {
public:
    store_room() { open(); }

    // As after a restart: everything in memory is gone.
    void restart()
    {
        parts_.reset();
        open();
    }

    void provision(std::string_view json)
    {
        auto read = ops::read_provision_file(json);
        if (auto* faults = std::get_if<std::vector<std::string>>(&read))
            throw std::runtime_error("provisioning: " + faults->front());
        const auto& file = std::get<ops::provision_file>(read);
        const auto logins = ops::hash_logins(*writer().published(), file);
        write([&](store::transaction& in) { ops::provision(in, file, logins, clock.now()); });
    }

    // Runs on the writer and waits for the commit.
    void write(std::function<void(store::transaction&)> work)
    {
        auto job = std::make_unique<direct>(std::move(work));
        auto done = job->done.get_future();
        writer().submit(store::writer::write(std::move(job)));
        if (!done.get())
            throw std::runtime_error("the write failed");
    }

    store::database& database() { return *parts_->database; }
    store::writer& writer() { return parts_->writer; }
    store::keyring& keys() { return parts_->keys; }
    store::picture_files& pictures() { return parts_->pictures; }
    const std::filesystem::path& folder() const { return folder_.path(); }

    fixed_clock clock;
    // Called after each batch and, in a house, each read; set before the first job.
    std::function<void()> answered = [] {};

private:
    class direct final : public store::write_job {
    public:
        explicit direct(std::function<void(store::transaction&)> work) : work_(std::move(work)) {}
        bool run(store::transaction& in) override
        {
            work_(in);
            return true;
        }
        void finish() noexcept override { done.set_value(true); }
        void fail(base::errc) noexcept override { done.set_value(false); }
        std::promise<bool> done;

    private:
        std::function<void(store::transaction&)> work_;
    };

    struct parts {
        parts(const store_room& of, const base::key& master)
            : keys(master),
              database(opened(of.folder() / "gatehouse.db")),
              pictures(of.folder() / "pictures"),
              writer(
                  *database, keys, {}, [&of] { of.answered(); }, [](const std::string&) { std::abort(); })
        {}

        static std::unique_ptr<store::database> opened(const std::filesystem::path& file)
        {
            auto made = store::sqlite::open(file);
            store::migrate(*made->writer(), made->dialect());
            return made;
        }

        store::keyring keys;
        std::unique_ptr<store::database> database;
        store::picture_files pictures;
        store::writer writer;
    };

    void open()
    {
        base::start_crypto();
        bool made = false;
        parts_ = std::make_unique<parts>(*this, store::master_key(folder_.path() / "keys" / "master", made));
    }

    temporary_folder folder_;
    std::unique_ptr<parts> parts_;
};

}  // namespace gatehouse::support
