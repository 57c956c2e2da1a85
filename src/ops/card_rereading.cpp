#include "ops/card_rereading.hpp"

#include "store/credentials.hpp"

#include <map>
#include <utility>

namespace gatehouse::ops {
namespace {

constexpr std::size_t most_named = 20;

class rereading {
public:
    rereading(const store::transaction& in, model::organization_id home, model::client_id reader,
              model::card_format format)
        : in_(in),
          home_(home),
          reader_(reader),
          format_(format)
    {}

    void take(const store::card_text& each)
    {
        const model::credential* const held = in_.index.credentials.find(each.digest);
        const base::digest after = each.read_by == reader_ && each.original ? digest_of(each, held)
                                                                            : each.digest;
        const auto [at, is_first] = places_.try_emplace(std::string(after.view()), place{each, after, held});
        if (is_first)
            return;
        if (held && at->second.held)
            faults_.push_back("credentials " + std::to_string(at->second.held->id.value) + " and " +
                              std::to_string(held->id.value) + " would be one card");
        else if (held)
            set_aside(std::exchange(at->second, place{each, after, held}).what);
        else
            set_aside(each);
    }

    const std::vector<std::string>& faults() const { return faults_; }

    std::vector<store::rekeyed_card> changes() const
    {
        std::vector<store::rekeyed_card> all = aside_;
        for (const auto& [view, each] : places_)
            if (each.after != each.what.digest)
                all.push_back({each.what, each.after});
        return all;
    }

private:
    struct place {
        store::card_text what;
        base::digest after;
        const model::credential* held;
    };

    // As an interface reads it: what is no number in the format counts as text, and may be nobody's only.
    base::digest digest_of(const store::card_text& each, const model::credential* held)
    {
        auto read = model::read_card_number(*each.original, format_);
        if (!read && held)
            faults_.push_back("credential " + std::to_string(held->id.value) + " would be no card number");
        if (!read)
            read = model::read_card_number(*each.original, model::card_format::text);
        return read ? store::shown_card(in_.keys, home_, read->canonical, {}).digest : each.digest;
    }

    // Nothing that is shown finds it any more. An erased text is found by its digest alone.
    void set_aside(const store::card_text& what)
    {
        aside_.push_back({what, base::digest::from(base::random_bytes(what.digest.view().size())).value()});
    }

    const store::transaction& in_;
    model::organization_id home_;
    model::client_id reader_;
    model::card_format format_;
    std::map<std::string, place> places_;
    std::vector<store::rekeyed_card> aside_;
    std::vector<std::string> faults_;
};

}  // namespace

base::result<void> reread_cards(store::transaction& in, model::client_id reader, model::card_format format)
{
    std::vector<std::string> faults;
    std::vector<store::rekeyed_card> changes;
    for (const model::organization_id home : store::organizations_read_by(in.sql, reader)) {
        rereading all(in, home, reader, format);
        for (const store::card_text& each : store::card_texts(in.sql, in.keys, home))
            all.take(each);
        faults.insert(faults.end(), all.faults().begin(), all.faults().end());
        const auto more = all.changes();
        changes.insert(changes.end(), more.begin(), more.end());
    }
    if (faults.empty()) {
        store::rekey_cards(in, changes);
        return {};
    }
    std::string why = "Read in this format, ";
    for (std::size_t i = 0; i < faults.size() && i < most_named; ++i)
        why.append(i == 0 ? "" : "; ").append(faults[i]);
    if (faults.size() > most_named)
        why.append("; and " + std::to_string(faults.size() - most_named) + " more");
    return base::error{base::errc::conflict, why + ". Nothing was changed."};
}

}  // namespace gatehouse::ops
