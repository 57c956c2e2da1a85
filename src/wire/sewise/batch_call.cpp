#include "wire/sewise/batch_call.hpp"

#include "wire/sewise/batch.hpp"
#include "wire/sewise/calls.hpp"

#include <algorithm>
#include <iterator>

namespace gatehouse::wire::sewise {
namespace {

using base::errc;

constexpr std::size_t rows_a_slice = 60;  // about 5 ms
constexpr std::size_t faces_a_slice = 40;

struct batch_work {
    caller by;
    model::card_format card_format;
    batch rows;
    std::vector<row_outcome> outcomes{};
    std::optional<model::roster_run_id> run{};

    ops::roster_author author() const
    {
        ops::roster_author who = by.author();
        who.run = run;
        return who;
    }
};

net::reply answer(const batch_work& of)
{
    return done("success", write_outcomes(of.rows, of.outcomes));
}

struct kept_face {
    model::person_id whose;
    store::prepared_picture picture;
};

// The pictures are on disk; now they become the people's faces.
struct face_putting {
    endpoint::services* with;
    std::shared_ptr<batch_work> of;
    std::vector<kept_face> faces;
    std::size_t next = 0;

    std::size_t run(store::transaction& in) const
    {
        const std::size_t end = std::min(faces.size(), next + faces_a_slice);
        for (std::size_t i = next; i < end; ++i)
            handle_face(in, of->author(), faces[i].whose, faces[i].picture);
        return end;
    }
    bool take(std::size_t end)
    {
        next = end;
        return next < faces.size();
    }
    void end(net::ticket ask) const { ask.answer_later(answer(*of)); }
    net::reply refuse(errc why) const { return refuse_errc(why); }
};

void keep_pictures(endpoint::services& with, net::ticket ask, const std::shared_ptr<batch_work>& of)
{
    endpoint::prepare(
        with, base::work_lane::bodies, std::move(ask),
        [&with, of] {
            std::vector<kept_face> faces;
            for (std::size_t i = 0; i < of->outcomes.size(); ++i) {
                const row_outcome& outcome = of->outcomes[i];
                if (!outcome.what || !outcome.key)
                    continue;
                const auto& picture = *std::get<user_order>(*of->rows.rows[i].what).picture;
                faces.push_back({{outcome.what->id},
                                 with.pictures.keep(outcome.what->organization, *outcome.key, picture.type,
                                                    picture.bytes)});
            }
            return faces;
        },
        [&with, of](net::ticket held, std::vector<kept_face> faces) {
            endpoint::write_in_slices(with, std::move(held), face_putting{&with, of, std::move(faces)},
                                      store::lane::exports);
        },
        refuse_errc);
}

struct row_saving {
    endpoint::services* with;
    std::shared_ptr<batch_work> of;

    struct part {
        std::optional<model::roster_run_id> run;
        std::vector<row_outcome> outcomes;
    };

    part run(store::transaction& in) const
    {
        ops::roster_author who = of->author();
        // Undone while it comes in: what follows is a run of its own.
        if (!who.run || store::find_run(in.sql, *who.run)->state != store::run_state::done)
            who.run = store::begin_run(in, who.client, store::run_form::batch, who.by.now);
        part made{who.run, {}};
        const std::size_t first = of->outcomes.size();
        const std::size_t end = std::min(of->rows.rows.size(), first + rows_a_slice);
        for (std::size_t i = first; i < end; ++i)
            made.outcomes.push_back(save_row(in, who, of->rows.rows[i], of->card_format));
        if (store::drop_empty_run(in, *who.run))
            made.run.reset();
        return made;
    }
    bool take(part made) const
    {
        of->run = made.run;
        std::move(made.outcomes.begin(), made.outcomes.end(), std::back_inserter(of->outcomes));
        return of->outcomes.size() < of->rows.rows.size();
    }
    void end(net::ticket ask) const
    {
        const bool faces = std::any_of(of->outcomes.begin(), of->outcomes.end(),
                                       [](const row_outcome& each) { return each.key.has_value(); });
        if (faces)
            keep_pictures(*with, std::move(ask), of);
        else
            ask.answer_later(answer(*of));
    }
    net::reply refuse(errc why) const { return refuse_errc(why); }
};

void compare(endpoint::services& with, net::ticket ask, std::shared_ptr<batch_work> of)
{
    endpoint::read(
        with, std::move(ask),
        [&with, of](store::connection& sql) {
            of->outcomes = compare_rows(sql, *with.writer.published(), with.keys, of->author(),
                                        of->card_format, of->rows);
            return base::result<void>();
        },
        [of](const base::result<void>& outcome) { return outcome ? answer(*of) : refused(outcome.error()); });
}

void carry_out(endpoint::services& with, net::ticket ask, const caller& by, base::result<batch> rows)
{
    if (!rows)
        return ask.answer(refused(rows.error()));
    model::card_format format = model::card_format::unset;
    with.writer.published()->clients.each([&](const std::string&, const store::client_entry& each) {
        if (each.id == by.client)
            format = each.card_format;
    });
    auto work = std::make_shared<batch_work>(batch_work{by, format, std::move(*rows)});
    if (work->rows.rows.empty())
        ask.answer(answer(*work));
    else if (work->rows.dry_run)
        compare(with, std::move(ask), std::move(work));
    else
        endpoint::write_in_slices(with, std::move(ask), row_saving{&with, std::move(work)},
                                  store::lane::exports);
}

}  // namespace

void serve_batch(endpoint::exchange&& of)
{
    if (of.request.body.size() > batch_bytes_most)
        return of.ask.answer(refused(lacking("the body", "must have at most 16 MiB")));
    take(std::move(of), [](endpoint::services& with, net::ticket ask, call taken) {
        auto held = std::make_shared<call>(std::move(taken));
        endpoint::prepare(
            with, base::work_lane::bodies, std::move(ask),
            [held] { return read_batch(held->document.root()); },
            [&with, held](net::ticket ready, base::result<batch> rows) {
                carry_out(with, std::move(ready), held->by, std::move(rows));
            },
            refuse_errc);
    });
}

}  // namespace gatehouse::wire::sewise
