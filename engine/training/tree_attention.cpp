// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/tree_attention.h"

#include <torch/csrc/autograd/custom_function.h>
#include <torch/custom_class.h>

#include <algorithm>
#include <limits>
#include <utility>

namespace trutina::engine {

struct TreeAttention::Layout {
    std::vector<PaddedGroup> groups;
    HeadSizes sizes;
    at::Tensor cosine, sine;
};

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;
using LayoutPointer = std::shared_ptr<const TreeAttention::Layout>;

constexpr float kHidden = -std::numeric_limits<float>::infinity();
constexpr const char* kLayout = "layout";

/// What a graph can hold.
struct Kept : torch::CustomClassHolder {
    explicit Kept(LayoutPointer given) : layout(std::move(given)) {}
    LayoutPointer layout;
};

void keep(AutogradContext& context, const LayoutPointer& layout) {
    context.saved_data[kLayout] = c10::IValue::make_capsule(c10::make_intrusive<Kept>(layout));
}

const TreeAttention::Layout& layoutOf(AutogradContext& context) {
    return *static_cast<const Kept&>(*context.saved_data.at(kLayout).toCapsule()).layout;
}

/// From the fused projection to the padded heads of every group.
struct PadHeads : torch::autograd::Function<PadHeads> {
    static variable_list forward(AutogradContext* context, const at::Tensor& z, const LayoutPointer& layout) {
        keep(*context, layout);
        context->saved_data["sizes"] = z.sizes().vec();
        variable_list all;
        for (const PaddedGroup& group : layout->groups) {
            PaddedHeads heads = padHeads(z, layout->cosine, layout->sine, group, layout->sizes);
            all.insert(all.end(), {heads.queries, heads.keys, heads.values});
        }
        return all;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto& layout = layoutOf(*context);
        at::Tensor gradient = at::empty(context->saved_data.at("sizes").toIntVector(), gradients.front().options());
        for (std::size_t i = 0; i < layout.groups.size(); ++i) {
            padHeadsBackward(
                {gradients[3 * i].contiguous(), gradients[3 * i + 1].contiguous(), gradients[3 * i + 2].contiguous()},
                layout.cosine, layout.sine, layout.groups[i], layout.sizes, gradient);
        }
        return {gradient, at::Tensor()};
    }
};

/// From the attended values of every group to rows.
struct UnpadHeads : torch::autograd::Function<UnpadHeads> {
    static at::Tensor forward(AutogradContext* context, const LayoutPointer& layout, at::TensorList attended) {
        keep(*context, layout);
        const HeadSizes& sizes = layout->sizes;
        at::Tensor rows =
            at::empty({layout->cosine.size(0), sizes.keyHeads * sizes.queriesPerKey * sizes.size}, attended.front().options());
        for (std::size_t i = 0; i < layout->groups.size(); ++i) {
            unpadHeads(attended[i].contiguous(), layout->groups[i], sizes, rows);
        }
        return rows;
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto& layout = layoutOf(*context);
        const at::Tensor gradient = gradients.front().contiguous();
        variable_list all{at::Tensor()};
        for (const PaddedGroup& group : layout.groups) {
            all.push_back(unpadHeadsBackward(gradient, group, layout.sizes));
        }
        return all;
    }
};

std::int64_t sizeOf(const RowTree& tree) {
    return tree.branches.back().end - tree.trunk.begin;
}

/// What is added to the scores of all rows of a tree: a row sees the trunk and the stem before it, and of its own part what is up
/// to itself.
at::Tensor visibilityOf(const RowTree& tree) {
    const auto size = sizeOf(tree);
    at::Tensor added = at::full({size, size}, kHidden);
    added.narrow(1, 0, tree.trunk.size()).zero_();
    const auto seeBackwards = [&](std::int64_t begin, std::int64_t count) {
        added.narrow(0, begin, count).narrow(1, begin, count).copy_(at::full({count, count}, kHidden).triu_(1));
    };
    seeBackwards(0, tree.trunk.size());
    for (const RowRange& branch : tree.branches) {
        seeBackwards(branch.begin - tree.trunk.begin, branch.size());
    }
    for (const RowStem& stem : tree.stems) {
        const auto begin = stem.rows.begin - tree.trunk.begin;
        seeBackwards(begin, stem.rows.size());
        const auto firstRow = stem.rows.end - tree.trunk.begin;
        const auto endRow = tree.branches[stem.endBranch - 1].end - tree.trunk.begin;
        added.narrow(0, firstRow, endRow - firstRow).narrow(1, begin, stem.rows.size()).zero_();
    }
    return added;
}

/// Which rows of the stream stand at the places of a padded tree.
void appendRows(const RowTree& tree, std::int64_t length, const std::vector<std::int64_t>& order,
                std::vector<std::int64_t>& rows) {
    for (std::int64_t i = 0; i < length; ++i) {
        rows.push_back(i < sizeOf(tree) ? order[static_cast<std::size_t>(tree.trunk.begin + i)] : -1);
    }
}

} // namespace

TreeAttention::TreeAttention(const PairRows& rows, const std::vector<std::int64_t>& order, at::Tensor cosine, at::Tensor sine,
                             HeadSizes sizes, std::int64_t largestPadded)
    : m_layout(std::make_shared<Layout>()) {
    m_layout->sizes = sizes;
    m_layout->cosine = std::move(cosine);
    m_layout->sine = std::move(sine);
    std::vector<const RowTree*> trees;
    for (const RowTree& tree : rows.trees) {
        trees.push_back(&tree);
    }
    std::ranges::stable_sort(trees, {}, [](const RowTree* tree) { return sizeOf(*tree); });
    // Scores grow with the square of the length: a fifth of padding costs what one more call does.
    constexpr double kLeastShare = 0.8;
    for (auto begin = trees.begin(); begin != trees.end();) {
        if (sizeOf(**begin) > largestPadded) {
            addLarge(**begin++, order);
            continue;
        }
        const double longest = std::min(static_cast<double>(sizeOf(**begin)) / kLeastShare, static_cast<double>(largestPadded));
        const auto end =
            std::find_if(begin, trees.end(), [&](const RowTree* tree) { return static_cast<double>(sizeOf(*tree)) > longest; });
        addGroup({begin, end}, order);
        begin = end;
    }
}

void TreeAttention::addGroup(const std::vector<const RowTree*>& trees, const std::vector<std::int64_t>& order) {
    const auto count = static_cast<std::int64_t>(trees.size());
    const auto length = sizeOf(*trees.back());
    const auto perKey = m_layout->sizes.queriesPerKey;
    std::vector<std::int64_t> rows;
    at::Tensor added = at::full({count, 1, perKey, length, length}, kHidden);
    for (std::int64_t i = 0; i < count; ++i) {
        const RowTree& tree = *trees[static_cast<std::size_t>(i)];
        const auto size = sizeOf(tree);
        appendRows(tree, length, order, rows);
        added[i].narrow(2, 0, size).narrow(3, 0, size).copy_(visibilityOf(tree));
        added[i].narrow(2, size, length - size).select(3, 0).zero_(); // padding sees something, so that it stays a number
    }
    m_layout->groups.push_back({at::tensor(rows, at::kLong), count, length});
    m_visibilities.push_back({added.view({count, 1, perKey * length, length}), 0, false});
}

void TreeAttention::addLarge(const RowTree& tree, const std::vector<std::int64_t>& order) {
    const auto size = sizeOf(tree);
    const auto trunk = tree.trunk.size();
    std::vector<std::int64_t> rows;
    appendRows(tree, size, order, rows);
    m_layout->groups.push_back({at::tensor(rows, at::kLong), 1, size});
    const auto moved = [&](const RowRange& part) { return RowRange{part.begin - tree.trunk.begin, part.end - tree.trunk.begin}; };
    RowTree branches{{trunk, trunk}, {}, {}};
    for (const RowRange& branch : tree.branches) {
        branches.branches.push_back(moved(branch));
    }
    for (const RowStem& stem : tree.stems) {
        branches.stems.push_back({moved(stem.rows), stem.firstBranch, stem.endBranch});
    }
    const at::Tensor own = visibilityOf(branches);
    m_visibilities.push_back({at::cat({at::zeros({own.size(0), trunk}), own}, 1), trunk, true});
}

at::Tensor TreeAttention::attend(const Visibility& visibility, const PaddedHeads& heads) const {
    if (!visibility.isLarge) {
        return at::scaled_dot_product_attention(heads.queries, heads.keys, heads.values, visibility.added);
    }
    const HeadSizes& sizes = m_layout->sizes;
    const auto length = heads.keys.size(2);
    const auto everyHead = [&](const at::Tensor& t) {
        return t.unsqueeze(2)
            .expand({1, sizes.keyHeads, sizes.queriesPerKey, length, sizes.size})
            .reshape({1, sizes.keyHeads * sizes.queriesPerKey, length, sizes.size});
    };
    const at::Tensor queries = heads.queries.view({1, sizes.keyHeads * sizes.queriesPerKey, length, sizes.size});
    const at::Tensor keys = everyHead(heads.keys);
    const at::Tensor values = everyHead(heads.values);
    const auto trunk = visibility.trunk;
    const at::Tensor branches =
        at::scaled_dot_product_attention(queries.narrow(2, trunk, length - trunk), keys, values, visibility.added);
    const auto laidOut = [&](const at::Tensor& attended) { return attended.reshape(heads.queries.sizes()); };
    if (trunk == 0) {
        return laidOut(branches);
    }
    const at::Tensor shared = at::scaled_dot_product_attention(queries.narrow(2, 0, trunk), keys.narrow(2, 0, trunk),
                                                               values.narrow(2, 0, trunk), {}, 0.0,
                                                               /*is_causal=*/true);
    return laidOut(at::cat({shared, branches}, 2));
}

at::Tensor TreeAttention::operator()(const at::Tensor& z) const {
    const variable_list heads = PadHeads::apply(z.contiguous(), LayoutPointer(m_layout));
    std::vector<at::Tensor> attended;
    for (std::size_t i = 0; i < m_visibilities.size(); ++i) {
        attended.push_back(attend(m_visibilities[i], {heads[3 * i], heads[3 * i + 1], heads[3 * i + 2]}));
    }
    return UnpadHeads::apply(LayoutPointer(m_layout), at::TensorList(attended));
}

} // namespace trutina::engine
