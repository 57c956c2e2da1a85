#include "store/pictures.hpp"

#include "base/bytes.hpp"
#include "store/durable_file.hpp"

#include <charconv>

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_picture",
                           "INSERT INTO picture (organization, data_key, digest, type, size, created_at) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (data_key, digest) DO NOTHING"};
constexpr statement find{"find_picture", "SELECT id FROM picture WHERE data_key = ?1 AND digest = ?2"};
constexpr statement find_face_picture{"find_face_picture",
                                      "SELECT 1 FROM face WHERE data_key = ?1 AND digest = ?2 UNION ALL "
                                      "SELECT 1 FROM former_face WHERE data_key = ?1 AND digest = ?2"};
constexpr statement of_punch{
    "find_punch_picture",
    "SELECT p.data_key, p.digest, p.type FROM punch_picture l JOIN picture p ON p.id = l.picture "
    "WHERE l.punch = ?1 AND (?2 = 0 OR p.organization = ?2)"};
constexpr statement living_after{
    "living_pictures_after",
    "SELECT p.data_key, p.digest, p.size FROM picture p JOIN data_key k ON k.id = p.data_key "
    "WHERE k.wrapped IS NOT NULL AND (p.data_key, p.digest) > (?1, ?2) ORDER BY p.data_key, p.digest LIMIT "
    "?3"};

constexpr statement living_faces_after{
    "living_faces_after",
    "SELECT p.data_key, p.digest, p.size FROM (SELECT data_key, digest, size FROM face UNION ALL "
    "SELECT data_key, digest, size FROM former_face) p JOIN data_key k ON k.id = p.data_key "
    "WHERE k.wrapped IS NOT NULL AND (p.data_key, p.digest) > (?1, ?2) ORDER BY p.data_key, p.digest LIMIT "
    "?3"};

constexpr std::uint64_t picture_tag = 0x70696374;  // keeps these digests apart from other uses of the key

void each_after(connection& sql, const statement& which,
                const std::function<void(const named_picture&)>& visit)
{
    constexpr std::int64_t page_most = 1000;
    named_picture last;
    std::vector<named_picture> page;
    do {
        page.clear();
        sql.each(which, {last.key.value, blob{last.digest.view()}, page_most}, [&page](const row& at) {
            page.push_back({{at.integer(0)}, base::digest::from(at.text(1)).value(), at.integer(2)});
        });
        for (const named_picture& each : page)
            visit(each);
        if (!page.empty())
            last = page.back();
    } while (!page.empty());
}

}  // namespace

std::string_view media_type(model::picture_type type)
{
    return type == model::picture_type::jpeg ? "image/jpeg" : "image/png";
}

std::string name_of_picture(model::data_key_id key, const base::digest& digest)
{
    return std::to_string(key.value) + "/" + base::to_hex(digest.view());
}

picture_files::picture_files(std::filesystem::path folder) : folder_(std::move(folder))
{
    make_folder(folder_);
}

std::filesystem::path picture_files::folder_of(model::data_key_id key) const
{
    return folder_ / std::to_string(key.value);
}

prepared_picture picture_files::keep(model::organization_id organization, const data_key& under,
                                     model::picture_type type, std::string_view bytes) const
{
    const base::digest digest = base::keyed_digest(under.bytes, picture_tag, bytes);
    const std::filesystem::path file = folder_ / name_of_picture(under.id, digest);
    // Synced although it stands: the worker that made it may not have come to its own sync yet.
    std::filesystem::create_directories(folder_of(under.id));
    sync_folder(folder_);
    // The same picture again is written again: a file that stands may be one whose sync never came.
    write_durably(file, base::seal(under.bytes, bytes, digest.view()));
    return {organization, under.id, digest, type, static_cast<std::int64_t>(bytes.size())};
}

std::optional<std::string> picture_files::read(const data_key& under, const base::digest& digest) const
{
    const std::filesystem::path file = folder_ / name_of_picture(under.id, digest);
    if (!std::filesystem::exists(file))
        return std::nullopt;
    return base::open(under.bytes, read_whole(file), digest.view());
}

void picture_files::remove_all(model::data_key_id under) const
{
    std::filesystem::remove_all(folder_of(under));
}

std::int64_t picture_files::sweep(const std::function<bool(model::data_key_id, const base::digest&)>& known,
                                  std::filesystem::file_time_type before) const
{
    std::int64_t removed = 0;
    for (const auto& folder : std::filesystem::directory_iterator(folder_)) {
        const std::string name = folder.path().filename().string();
        model::data_key_id key;
        const auto read = std::from_chars(name.data(), name.data() + name.size(), key.value);
        if (read.ec != std::errc{} || !folder.is_directory())
            continue;
        for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
            const auto bytes = base::from_hex(file.path().filename().string());
            const auto digest = bytes ? base::digest::from(*bytes) : std::nullopt;
            if (file.last_write_time() >= before || (digest && known(key, *digest)))
                continue;
            std::filesystem::remove(file.path());
            ++removed;
        }
    }
    return removed;
}

model::picture_id name_picture(transaction& in, const prepared_picture& what, base::instant now)
{
    in.sql.run(insert, {what.organization.value, what.key.value, blob{what.digest.view()},
                        media_type(what.type), what.size, base::to_milliseconds(now)});
    return {in.sql.number(find, {what.key.value, blob{what.digest.view()}}).value()};
}

std::optional<stored_picture> find_punch_picture(connection& sql, model::punch_number punch,
                                                 model::organization_id organization)
{
    return sql.first(of_punch, {punch.value, organization.value}, [](const row& at) {
        return stored_picture{
            {at.integer(0)}, base::digest::from(at.text(1)).value(), std::string(at.text(2))};
    });
}

void each_living_picture(connection& sql, const std::function<void(const named_picture&)>& visit)
{
    each_after(sql, living_after, visit);
    each_after(sql, living_faces_after, visit);
}

bool is_named(connection& sql, model::data_key_id key, const base::digest& digest)
{
    const auto stands = [&](const statement& which) {
        return sql.number(which, {key.value, blob{digest.view()}}).has_value();
    };
    return stands(find) || stands(find_face_picture);
}

}  // namespace gatehouse::store
