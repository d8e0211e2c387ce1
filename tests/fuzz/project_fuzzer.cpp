// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A damaged project file is refused or read; it ends no program. The input is a list of blows to a whole one: three bytes for the
// place, one for the new value. It is opened, read, and merged into another. SQLite itself is not instrumented.
#include "storage/records/error.h"
#include "storage/repositories/project.h"
#include "tests/fuzz/scratch_folder.h"

#include <iterator>
#include <memory>

using namespace trutina::storage;

namespace {

std::vector<std::uint8_t> wholeProject(const std::filesystem::path& file) {
    {
        const auto project = Project::create(file, {.annotator = "Ada"});
        std::vector<NewItem> items;
        for (int number = 0; number < 8; ++number) {
            NewItem item;
            item.externalId = "q" + std::to_string(number);
            item.prompt = {{"user", "Which cup is fuller?"}};
            item.candidates = {{{{"assistant", "The left one."}}, "a", {}}, {{{"assistant", "Both are empty."}}, "b", {}}};
            item.tags = {"cups"};
            ImportedVote vote;
            vote.annotator = "Bo";
            vote.winner = number % 2;
            item.votes = {vote};
            items.push_back(item);
        }
        (void)project->addItems(items);
        project->setNote({1}, "look again");
    }
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TRUTINA_FUZZ_TARGET(project) {
    static const trutina::fuzz::ScratchFolder folder;
    static const std::vector<std::uint8_t> whole = wholeProject(folder.path() / "whole.trutina");
    std::vector<std::uint8_t> damaged = whole;
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += 4) {
        const std::size_t place = (std::size_t{bytes[at]} << 16U) + (std::size_t{bytes[at + 1]} << 8U) + bytes[at + 2];
        damaged[place % damaged.size()] = bytes[at + 3];
    }
    for (const char* rest : {"damaged.trutina-wal", "damaged.trutina-shm"}) {
        std::filesystem::remove(folder.path() / rest);
    }
    const auto file = folder.write("damaged.trutina", damaged);
    trutina::fuzz::readOrRefuse<Failure>([&] {
        const auto project = Project::open(file, {.takeOverLock = true});
        (void)project->check({});
        (void)project->counts();
        (void)project->items({.text = "fuller"});
        (void)project->journal(10);
        trutina::fuzz::readOrRefuse<Failure>([&] { (void)project->undo(); });
        project->forEachItem([](const ItemRecord&, const std::vector<VoteRecord>&) {}, {});
    });
    static const auto host = Project::create(folder.path() / "host.trutina", {.annotator = "Cy"});
    trutina::fuzz::readOrRefuse<Failure>([&] { (void)host->merge(file, MergeRun::Dry, {}, [](const MergeProgress&) {}); });
}
