#include "app/backup_commands.hpp"

#include "base/json_writer.hpp"
#include "base/log.hpp"
#include "store/backup.hpp"
#include "store/master_key_check.hpp"
#include "store/restore.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "store/verification.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>

namespace gatehouse::app {
namespace {

constexpr int exit_refused = 2;
constexpr int exit_damaged = 3;
constexpr int exit_wrong_key = 4;
constexpr int exit_disk = 74;

std::unique_ptr<store::database> open(const std::filesystem::path& file, store::access how)
{
    return store::sqlite::open(file, {how});
}

// A server may be at work on the same cores and the same disk: it goes first.
void step_back()
{
    constexpr int nicer = 10;
    // <linux/ioprio.h> is no C++ since Debian's 6.1.192.
    constexpr int whole_process = 1;       // IOPRIO_WHO_PROCESS
    constexpr int lowest = (2 << 13) | 7;  // of IOPRIO_CLASS_BE
    setpriority(PRIO_PROCESS, 0, std::max(nicer, getpriority(PRIO_PROCESS, 0)));
    syscall(SYS_ioprio_set, whole_process, 0, lowest);
}

int refused(const std::exception& why, int code)
{
    base::log(base::events::command_failed, {{"reason", std::string_view(why.what())}});
    return code;
}

int guarded(const std::function<int()>& work)
{
    prctl(PR_SET_DUMPABLE, 0);
    umask(S_IRWXG | S_IRWXO);
    step_back();
    try {
        return work();
    } catch (const store::durability_lost& e) {
        return refused(e, exit_disk);
    } catch (const store::wrong_master_key& e) {
        return refused(e, exit_wrong_key);
    } catch (const store::damaged& e) {
        return refused(e, exit_damaged);
    } catch (const std::exception& e) {
        return refused(e, exit_refused);
    }
}

void say(const std::string& line)
{
    std::cout << line << std::endl;
}

void say_finding(const store::finding& what)
{
    std::string line;
    base::json_writer(line)
        .open_object()
        .name("finding")
        .text(what.kind)
        .name("where")
        .text(what.where)
        .name("text")
        .text(what.what)
        .close_object();
    say(line);
}

struct asked {
    std::string data = "./gatehouse-data";
    std::string place;
    std::string keys;
    bool with_keys = false;

    std::optional<std::filesystem::path> keys_file() const
    {
        return keys.empty() ? std::nullopt : std::optional<std::filesystem::path>(keys);
    }
};

int backup(const asked& what)
{
    if (what.with_keys)
        base::log(base::events::key_in_backup);
    const auto begun = std::chrono::steady_clock::now();
    const store::backup_report made = store::make_backup({what.data, what.place, what.with_keys}, open,
                                                         base::system_clock{}.now());
    if (made.missing > 0)
        base::log(base::events::pictures_missing, {{"pictures", made.missing}});
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                                            begun);
    std::string line;
    base::json_writer to(line);
    to.open_object().name("event").text("backed_up").name("target").text(what.place);
    to.name("bytes").number(made.bytes).name("pictures").number(made.pictures);
    to.name("last_punch").number(made.what.last_punch).name("last_change").number(made.what.last_change);
    to.name("milliseconds").number(took.count()).close_object();
    say(line);
    return 0;
}

int restore(const asked& what)
{
    store::findings found(say_finding);
    const store::manifest done = store::restore({what.place, what.data, what.keys_file()}, found);
    std::string line;
    base::json_writer to(line);
    to.open_object().name("event").text("restored").name("data").text(what.data);
    to.name("files").number(static_cast<std::int64_t>(done.files.size()));
    to.name("last_punch").number(done.last_punch).close_object();
    say(line);
    return 0;
}

int verify(const asked& what)
{
    store::findings found(say_finding);
    const bool is_backup = !what.place.empty();
    const store::verify_order order{is_backup ? what.place : what.data, what.keys_file()};
    const store::verified seen = is_backup ? verify_backup(order, open, found)
                                           : verify_data(order, open, found);
    std::string line;
    base::json_writer to(line);
    to.open_object().name("event").text("verified").name("findings").number(found.count());
    to.name("punches").number(seen.punches).name("changes").number(seen.changes);
    to.name("pictures").number(seen.pictures).name("files").number(seen.files);
    to.name("unchecked").open_array();
    for (const std::string& each : seen.unchecked)
        to.text(each);
    to.close_array().close_object();
    say(line);
    return found.count() == 0 ? 0 : exit_damaged;
}

}  // namespace

void add_backup_commands(CLI::App& to, int& code)
{
    const auto given = std::make_shared<asked>();
    const auto run = [given, &code](int (*what)(const asked&)) {
        return [given, &code, what] { code = guarded([&given, what] { return what(*given); }); };
    };
    CLI::App* const saving = to.add_subcommand("backup", "Copies a data folder while it is served, or not.");
    saving->add_option("--data", given->data, "The data folder.");
    saving->add_option("--to", given->place, "The backup: a folder that does not exist yet.")->required();
    saving->add_flag("--with-keys", given->with_keys,
                     "The master key goes into the backup: whoever has it can open everything.");
    saving->callback(run(backup));

    CLI::App* const bringing = to.add_subcommand("restore", "Makes a data folder out of a backup.");
    bringing->add_option("backup", given->place, "The backup.")->required();
    bringing->add_option("--data", given->data, "The data folder: empty, or not there yet.");
    bringing->add_option("--keys", given->keys, "The master key's file; needed where the backup holds none.");
    bringing->callback(run(restore));

    CLI::App* const looking = to.add_subcommand("verify",
                                                "Examines a data folder, also a served one, or a backup.");
    CLI::Option* const data = looking->add_option("--data", given->data, "The data folder.");
    looking->add_option("--backup", given->place, "The backup.")->excludes(data);
    looking->add_option("--keys", given->keys, "The master key's file, where it lies elsewhere.");
    looking->callback(run(verify));
}

}  // namespace gatehouse::app
