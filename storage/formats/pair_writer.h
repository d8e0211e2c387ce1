// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/formats/export_writer.h"
#include "storage/formats/pair_sieve.h"
#include "storage/formats/preference_pairs.h"
#include "storage/formats/writers/split_files.h"

#include <string>
#include <vector>

namespace trutina::storage {

/// A pair that is ready to be written.
struct ReadyPair {
    const ExportItem& source;
    const PreferencePair& pair;
    Split split;
    std::vector<std::string> media;       ///< paths of the prompt's media; empty where the writer embeds them itself
    std::vector<std::string> chosenMedia; ///< only where the format carries media of answers
    std::vector<std::string> rejectedMedia;
};

/// The common road of formats whose rows are pairs: votes become pairs, what the format cannot carry is left out with its reason,
/// media are placed, and the format writes the rest.
class PairWriter : public ExportWriter {
  public:
    using Abilities = PairSieve::Abilities;

    void writeItem(const ExportItem& item) final;
    [[nodiscard]] std::vector<std::string> rules() const override { return m_sieve.rules(); }
    [[nodiscard]] bool holdsMedia() const override { return !placesMedia(); }

  protected:
    PairWriter(ExportTarget& target, Abilities abilities);
    [[nodiscard]] ExportTarget& target() const { return m_target; }

  private:
    /// Throws Failure for a pair that the format cannot hold for reasons of its own.
    virtual void check(const ItemRecord& item, const PreferencePair& pair) const = 0;
    virtual void writePair(const ReadyPair& pair) = 0;
    /// Whether media are to be placed before writePair(); otherwise it asks for their bytes.
    [[nodiscard]] virtual bool placesMedia() const { return true; }
    /// Where copied media of a split go, with a slash at the end, and what their paths are relative to; empty: the export's
    /// folder.
    [[nodiscard]] virtual std::string mediaFolder(Split /*split*/) const { return {}; }

    ExportTarget& m_target;
    PairSieve m_sieve;
};

} // namespace trutina::storage
