// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/database/connection.h"
#include "tests/support/project_fixture.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

using namespace trutina::storage;
using namespace trutina::testing;

namespace {

/// What people would say that a project holds of one prompt with its answers.
struct Said {
    std::multiset<std::string> notes;
    std::set<std::string> tags;
    bool flagged = false;
    std::set<std::string> votes;   ///< current ones
    std::set<std::string> history; ///< uids of all votes on these answers
    std::set<std::string> scores;
    std::set<std::string> about;
    bool operator==(const Said&) const = default;
};
using Content = std::map<std::string, Said>; ///< by what was judged

std::string textOf(const CandidateRecord& candidate) {
    return candidate.turns.front().content;
}

Content contentOf(const Project& project, const std::filesystem::path& file) {
    Content content;
    Connection connection(file, OpenMode::ReadOnly);
    project.forEachItem(
        [&](const ItemRecord& item, const std::vector<VoteRecord>& votes) {
            std::multiset<std::string> answers;
            std::map<std::int64_t, std::string> texts;
            for (const CandidateRecord& candidate : item.candidates) {
                answers.insert(textOf(candidate));
                texts[candidate.id.value] = textOf(candidate);
            }
            std::string key = item.prompt.front().content;
            for (const std::string& answer : answers) {
                key += "|" + answer;
            }
            Said& said = content[key];
            if (!item.note.empty()) {
                said.notes.insert(item.note);
            }
            said.tags.insert(item.tags.begin(), item.tags.end());
            said.flagged = said.flagged || item.flagged;
            said.about.insert(item.externalId + nlohmann::json::parse(item.meta).dump());
            for (const VoteRecord& vote : votes) {
                said.votes.insert(vote.annotatorName + "/" + std::to_string(static_cast<int>(vote.decision)) + "/" +
                                  texts[vote.winner.value] + "/" + std::to_string(static_cast<int>(vote.strength)) + "/" +
                                  std::to_string(static_cast<int>(vote.kind)) + "/" + std::to_string(vote.createdAtMilliseconds));
            }
            auto all = connection.prepare("SELECT hex(v.uid) FROM votes v LEFT JOIN candidates c ON c.id = v.winner_id WHERE "
                                          "v.item_id = ?1 AND (v.winner_id IS NULL OR c.position IS NOT NULL)");
            all.bind(item.id);
            while (all.step()) {
                said.history.insert(all.text(0));
            }
            auto scores = connection.prepare("SELECT m.candidate_id, s.model_hash, m.value FROM measurements m JOIN candidates c "
                                             "ON c.id = m.candidate_id JOIN measurement_settings s ON s.id = m.setting_id WHERE "
                                             "c.item_id = ?1 AND c.position IS NOT NULL");
            scores.bind(item.id);
            while (scores.step()) {
                said.scores.insert(texts[scores.integer(0)] + "/" + scores.text(1) + "/" + std::to_string(scores.real(2)));
            }
        },
        {});
    return content;
}

/// A line for each thing, so that a difference can be read.
std::string linesOf(const Content& content) {
    std::string lines;
    for (const auto& [key, said] : content) {
        lines += key + (said.flagged ? " flagged\n" : "\n");
        const auto add = [&lines](const char* what, const auto& values) {
            for (const std::string& value : values) {
                lines += std::string("  ") + what + " " + value + "\n";
            }
        };
        add("note", said.notes);
        add("tag", said.tags);
        add("vote", said.votes);
        add("history", said.history);
        add("score", said.scores);
        add("about", said.about);
    }
    return lines;
}

/// A project file with a clock and an annotator of its own.
class Desk {
  public:
    Desk(const std::filesystem::path& file, const std::string& annotator) : m_file(file), m_now(10'000) {
        OpenProjectOptions options;
        options.annotator = annotator;
        options.clock = [this] { return ++m_now; };
        m_project = Project::open(m_file, options);
    }
    Project& operator*() const { return *m_project; }
    Project* operator->() const { return m_project.get(); }
    [[nodiscard]] Content content() const { return contentOf(*m_project, m_file); }
    [[nodiscard]] const std::filesystem::path& file() const { return m_file; }
    void merge(const Desk& other) const { (void)m_project->merge(other.m_file, MergeRun::Real, {}, {}); }

    /// A copy for trying out.
    [[nodiscard]] Desk copy(const std::string& name) const {
        const auto file = m_file.parent_path() / (name + ".trutina");
        std::filesystem::remove(file);
        m_project->backup(file);
        return Desk(file, m_project->info().annotator);
    }

  private:
    std::filesystem::path m_file;
    std::int64_t m_now;
    std::unique_ptr<Project> m_project;
};

class Worker {
  public:
    explicit Worker(unsigned seed) : m_random(seed) {}
    int draw(int count) { return std::uniform_int_distribution<int>(0, count - 1)(m_random); }

    /// Something that a person could do; texts come from a small store, so that desks say the same now and then.
    void act(const Desk& desk) {
        Project& project = *desk;
        const auto items = project.items({});
        const int action = draw(12);
        if (items.empty() || action == 0) {
            addItem(desk);
            return;
        }
        const ItemId item = items[static_cast<std::size_t>(draw(static_cast<int>(items.size())))].id;
        const std::string word = std::to_string(draw(3));
        if (action <= 4) {
            NewVote vote = voteFor(project, item, static_cast<std::size_t>(draw(2)));
            vote.strength = static_cast<Strength>(draw(3));
            vote.kind = draw(5) == 0 ? VoteKind::Adjudication : VoteKind::Vote;
            project.vote(vote);
        } else if (action == 5) {
            project.withdrawVote(item);
        } else if (action == 6) {
            project.setNote(item, "note " + word);
        } else if (action == 7) {
            project.addTag({item}, "tag " + word, "tag");
        } else if (action == 8) {
            project.setFlag(item, true);
        } else if (action == 9) {
            NewItem edited;
            const ItemRecord record = project.item(item);
            edited.externalId = record.externalId;
            edited.prompt = record.prompt;
            edited.tags = record.tags;
            edited.meta = R"({"edited": )" + word + "}";
            for (const CandidateRecord& candidate : record.candidates) {
                edited.candidates.push_back({candidate.turns, candidate.name, {}});
            }
            if (draw(2) == 0) {
                edited.candidates[1].turns[0].content = "edit " + word;
            }
            project.replaceItem(item, edited);
        } else if (action == 10) {
            NewMeasurement score;
            score.candidate = project.item(item).candidates[0].id;
            score.setting.modelHash = "sha256:" + word;
            score.values = {static_cast<double>(draw(100))};
            project.addMeasurements({score});
        } else if (draw(3) == 0) {
            project.removeItems({item});
        } else {
            project.undo();
        }
    }

  private:
    void addItem(const Desk& desk) {
        const NewItem item = textItem("shared " + std::to_string(draw(6)));
        // The same words twice in one file are a matter for the doctor.
        const bool isThere = std::ranges::any_of(
            desk->items({}), [&](const ItemSummary& summary) { return summary.promptExcerpt == item.prompt.front().content; });
        if (!isThere) {
            desk->addItems({item});
        }
    }

    std::mt19937 m_random;
};

} // namespace

TEST(MergeProperty, OrderAndRepetitionDoNotMatterAndUndoRestores) {
    constexpr unsigned kRuns = 4;
    for (unsigned run = 0; run < kRuns; ++run) {
        SCOPED_TRACE(run);
        Worker worker(run);
        ProjectFixture base;
        base->addItems({textItem("common 1"), textItem("common 2"), textItem("common 3")});
        const Desk start(
            [&] {
                const auto file = base.folder() / "start.trutina";
                base->backup(file);
                return file;
            }(),
            "ada");
        // Two desks are the same person's; the third works alone, in a project of its own from the start.
        const Desk a = start.copy("a");
        const Desk b = start.copy("b");
        (void)Project::create(base.folder() / "c.trutina");
        const Desk c(base.folder() / "c.trutina", "cy");
        b->setAnnotator(run % 2 == 0 ? "ada" : "bo");
        for (int step = 0; step < 30; ++step) {
            worker.act(a);
            worker.act(b);
            worker.act(c);
        }
        const Desk abc = a.copy("abc");
        abc.merge(b);
        const Content ab = abc.content();
        abc.merge(c);
        const Desk cba = c.copy("cba");
        cba.merge(b);
        cba.merge(a);
        const Desk bc = b.copy("bc");
        bc.merge(c);
        const Desk a_bc = a.copy("a_bc");
        a_bc.merge(bc);
        const Content all = abc.content();
        EXPECT_EQ(linesOf(all), linesOf(cba.content())) << "the order of the files matters";
        EXPECT_EQ(linesOf(all), linesOf(a_bc.content())) << "it matters which are merged first";
        abc.merge(b);
        abc.merge(cba);
        EXPECT_EQ(linesOf(all), linesOf(abc.content())) << "a repetition changes something";

        // Nothing is lost: all that one of them said is there.
        for (const Desk* desk : {&a, &b, &c}) {
            for (const auto& [key, said] : desk->content()) {
                ASSERT_TRUE(all.contains(key));
                const Said& found = all.at(key);
                EXPECT_TRUE(std::ranges::includes(found.tags, said.tags));
                EXPECT_TRUE(std::ranges::includes(found.history, said.history));
                EXPECT_TRUE(found.flagged || !said.flagged);
                for (const std::string& note : said.notes) {
                    EXPECT_TRUE(std::ranges::any_of(
                        found.notes, [&](const std::string& whole) { return whole.find(note) != std::string::npos; }));
                }
            }
        }

        const Desk undone = a.copy("undone");
        const auto withoutHistory = [](Content content) {
            for (auto& [key, said] : content) {
                said.history.clear(); // votes and scores are never deleted
                said.scores.clear();
            }
            return content;
        };
        const Content before = withoutHistory(undone.content());
        if (undone->merge(b.file(), MergeRun::Real, {}, {}).hasChanged) {
            undone->undo();
            EXPECT_EQ(linesOf(withoutHistory(undone.content())), linesOf(before)) << "undo does not restore";
            undone->redo();
            EXPECT_EQ(linesOf(withoutHistory(undone.content())), linesOf(withoutHistory(ab))) << "redo does not repeat";
        }
        EXPECT_TRUE(abc->check({}).empty());
        EXPECT_TRUE(undone->check({}).empty());
    }
}
