package dev.parley.file.drive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Goes through a selection of a drive with all that is in it. */
@Component
public class Tree {

    private static final int PAGE = 100;

    private final Entries entries;
    private final Listing listing;

    Tree(Entries entries, Listing listing) {
        this.entries = entries;
        this.listing = listing;
    }

    /**
     * An entry, and where it is in the selection.
     *
     * @param path names separated by slashes; that of a folder ends with one. No two are equal
     * @param entry the file or folder
     */
    public record Walked(String path, UserFile entry) {}

    /**
     * The selected entries in the order given, each folder followed by what is in it: folders first, by name. Entries of the selection
     * that have the same name are told apart by numbers. The walk is read page by page while it is consumed, a page for each folder on the
     * way, and sees what changes meanwhile.
     *
     * @param ids what is selected; an id that is there twice counts once
     * @throws dev.parley.platform.problem.ProblemException {@code file-not-found}, at once, when one of them is not in the drive
     */
    public Stream<Walked> walk(long ownerId, Collection<Long> ids) {
        Iterator<Walked> walk = new Walk(ownerId, named(entries.requireOwn(ids, ownerId)));
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(walk, Spliterator.ORDERED), false);
    }

    private static Iterator<Walked> named(List<UserFile> selection) {
        Set<String> taken = new HashSet<>();
        List<Walked> named = new ArrayList<>();
        for (UserFile entry : selection) {
            String name = entry.name();
            for (int number = 2; !taken.add(name); number++) {
                name = FileName.numbered(entry.name(), number);
            }
            named.add(walked("", name, entry));
        }
        return named.iterator();
    }

    private static Walked walked(String above, String name, UserFile entry) {
        return new Walked(above + name + (entry.isFolder() ? "/" : ""), entry);
    }

    /** Depth first; what is open on the way down is on the stack. */
    private final class Walk implements Iterator<Walked> {

        private final long ownerId;
        private final Deque<Iterator<Walked>> open = new ArrayDeque<>();

        Walk(long ownerId, Iterator<Walked> selection) {
            this.ownerId = ownerId;
            open.push(selection);
        }

        @Override
        public boolean hasNext() {
            while (!open.isEmpty() && !open.element().hasNext()) {
                open.pop();
            }
            return !open.isEmpty();
        }

        @Override
        public Walked next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            Walked next = open.element().next();
            if (next.entry().isFolder() && open.size() <= Folders.DEEPEST + 1) {
                open.push(new InFolder(ownerId, next));
            }
            return next;
        }
    }

    /** What is in one folder. */
    private final class InFolder implements Iterator<Walked> {

        private final long ownerId;
        private final Walked folder;
        private Iterator<UserFile> page = List.<UserFile>of().iterator();
        private @Nullable UserFile last;
        private boolean ended;

        InFolder(long ownerId, Walked folder) {
            this.ownerId = ownerId;
            this.folder = folder;
        }

        @Override
        public boolean hasNext() {
            if (!page.hasNext() && !ended) {
                Listing.Order order = new Listing.Order(folder.entry().id(), Sort.NAME, true);
                List<UserFile> read = listing.page(ownerId, order,
                        last == null ? null : Listing.Position.of(last, order.sort()), PAGE);
                ended = read.size() < PAGE;
                page = read.iterator();
            }
            return page.hasNext();
        }

        @Override
        public Walked next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            last = page.next();
            return walked(folder.path(), last.name(), last);
        }
    }
}
