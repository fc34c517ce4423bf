export default function Page() {
  return (
    <form method="post" action="/connect">
      <button type="submit">Connect calendar</button>
    </form>
  );
}
