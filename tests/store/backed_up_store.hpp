// A small data folder with punches, changes and pictures, and a backup of it.
#pragma once

#include "store/backup.hpp"
#include "store/changes.hpp"
#include "store/clients.hpp"
#include "store/data_folder.hpp"
#include "store/durable_file.hpp"
#include "store/master_key_check.hpp"
#include "store/restore.hpp"
#include "store/store_contract.hpp"
#include "store/verification.hpp"

#include <algorithm>

namespace gatehouse::store {

class backed_up_store : public testing::Test {
protected:
    backed_up_store()
    {
        base::start_crypto();
        bool made = false;
        keys_.emplace(master_key(data() / master_key_name, made));
        database_ = open(data() / database_name, access::serving);
        sql_ = database_->writer();
        migrate(*sql_, database_->dialect());
        settle_master_key(*sql_, *keys_);
        fill();
    }

    static std::unique_ptr<database> open(const std::filesystem::path& file, access how)
    {
        return engines[0].open(file, how);
    }

    std::filesystem::path data() const { return folder_.path() / "data"; }
    std::filesystem::path target() const { return folder_.path() / "backup"; }
    std::filesystem::path restored() const { return folder_.path() / "restored"; }

    backup_report back_up(bool with_keys = false)
    {
        return make_backup({data(), target(), with_keys}, open, noon);
    }

    template <class Work>
    void committed(Work work)
    {
        sql_->begin_write();
        transaction now{*sql_, index_, *keys_};
        work(now);
        sql_->commit();
    }

    void change(const char* sql) { sql_->run_script(sql); }

    // The kinds of what is found, each once.
    std::vector<std::string> found(const std::function<void(findings&)>& look) const
    {
        std::vector<std::string> kinds;
        findings into([&kinds](const finding& each) {
            if (std::find(kinds.begin(), kinds.end(), each.kind) == kinds.end())
                kinds.emplace_back(each.kind);
        });
        look(into);
        return kinds;
    }
    std::vector<std::string> found_in_backup() const
    {
        return found([this](findings& into) {
            verify_backup({target(), data() / master_key_name}, open, into);
        });
    }
    std::vector<std::string> found_in_data() const
    {
        return found([this](findings& into) { verify_data({data(), {}}, open, into); });
    }

    std::filesystem::path a_picture(const std::filesystem::path& in) const
    {
        for (const auto& each : std::filesystem::recursive_directory_iterator(in / pictures_name))
            if (each.is_regular_file())
                return each.path();
        return {};
    }

    support::temporary_folder folder_;
    std::optional<keyring> keys_;
    std::unique_ptr<database> database_;
    std::unique_ptr<connection> sql_;
    index index_;

private:
    void fill()
    {
        const picture_files pictures(data() / pictures_name);
        model::organization_id home;
        std::optional<data_key> key;
        committed([&](transaction& in) {
            home = insert_organization(in, {{}, "kindergarten", "园", "Asia/Shanghai", {}, noon});
            put_client(in, {"beiliao", "a", {}, "n", {}, noon});
            key = data_key_of(in, key_purpose::tap_pictures, home, 202605, noon);
            for (int i = 0; i < 5; ++i)
                record(in, {home, "test", "thing.do", "thing", i, "{}", {}}, noon);
            seal_changes(in, 3);
        });
        std::vector<punch_draft> drafts;
        for (int i = 0; i < 40; ++i) {
            punch_draft made;
            made.what = {home,
                         {},
                         {},
                         model::client_id{1},
                         model::punch_method::card,
                         noon + std::chrono::seconds(i),
                         noon,
                         noon,
                         0};
            made.shown = shown_card(*keys_, home, "n:" + std::to_string(i % 4), "1");
            if (i % 10 == 0)
                made.picture = pictures.keep(home, *key, model::picture_type::png,
                                             "picture " + std::to_string(i) + std::string(500, 'x'));
            drafts.push_back(std::move(made));
        }
        committed([&](transaction& in) {
            model::punch_number next{1};
            append(in, drafts, next);
        });
    }
};

}  // namespace gatehouse::store
